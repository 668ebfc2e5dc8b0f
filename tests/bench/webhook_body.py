#!/usr/bin/env python3
"""Prints a webhook body of about SIZE bytes, as VAPI sends one in a call.

    webhook_body.py SIZE USER TYPE

USER is the manager that is asked for, TYPE "tool-calls" or another message type.
Below 2000 bytes the body has nothing but the call that is asked for; above, the
same call three times, the assistant, and in `artifact` all that was said so far.
"""
import json
import sys

SAID = [
    ("bot", "Hi, thanks for calling about our rentals. How can I help?"),
    ("user", "I'd like to see the apartment on Main Street, the one with the “big” kitchen."),
    ("bot", "Sure – the next openings are Friday at ten in the morning or Monday at nine. Which works best?"),
    ("user", "Hmm, let me think.\nDoes it have parking?"),
    ("tool", "get_availability"),
]


def messages(count):
    for n in range(count):
        role, text = SAID[n % len(SAID)]
        at = 1772724553400 + 4100 * n
        if role == "tool":
            yield {"toolCalls": [{"id": f"call_old{n:06d}", "type": "function", "function": {
                       "name": text, "arguments": json.dumps(
                           {"property_address": "123 Main St, Apt 4B", "user_id": "pete"}, indent=2)}}],
                   "role": "tool_calls", "message": "", "time": at, "secondsFromStart": 4.1 * n}
        else:
            yield {"role": role, "message": text, "time": at, "endTime": at + 3600,
                   "secondsFromStart": round(4.1 * n, 2), "duration": 3600, "source": "",
                   "metadata": {"wordLevelConfidence": [
                       {"word": w, "start": round(4.1 * n + i / 3, 2), "end": round(4.1 * n + i / 3 + .3, 2),
                        "confidence": 0.9921875} for i, w in enumerate(text.split()[:6])]} if role == "user" else {}}


def tool_call(user):
    return {"id": "call_Qx7mT2vN8bLkP4rS9wYzA1cD", "type": "function", "function": {
        "name": "get_availability",
        "arguments": {"property_address": "123 Main Street", "user_id": user}}}


def body(count, user, kind):
    call = tool_call(user)
    tool = {"type": "function", "async": False, "function": {
                "name": "get_availability", "description": "Use this tool to get open viewing times for one property from the property manager's calendar. Call it before offering any time.",
                "parameters": {"type": "object", "required": ["property_address"], "properties": {
                    "property_address": {"type": "string", "description": "Full address of the property the caller wants to view"},
                    "user_id": {"type": "string", "description": "Property manager user ID"}}}},
            "server": {"url": "https://calendar.example.com/vapi/webhook", "timeoutSeconds": 20},
            "messages": [{"type": "request-start", "content": "Let me check the viewing times for that property.", "blocking": False},
                         {"type": "request-response-delayed", "content": "I'm still checking the calendar, one more moment.", "timingMilliseconds": 4000}]}
    said = list(messages(count))
    org, assistant, line = "0b6f0f3e-8d2c-4c55-9b0e-2f5f6a1f7c10", "6f2b1a34-7c1d-4e0a-9a55-0d7c7f1b2e90", "3d9c0e58-4f0b-4f0e-8d39-61b6b1e2a7c4"
    return json.dumps({"message": {
        "timestamp": 1772724600000, "type": kind,
        "toolCalls": [call], "toolCallList": [call], "toolWithToolCallList": [{**tool, "toolCall": call}],
        "artifact": {"messages": said, "messagesOpenAIFormatted": [
            {"role": {"bot": "assistant"}.get(m["role"], m["role"]), "content": m["message"]} for m in said],
            "transcript": "".join(f"{m['role']}: {m['message']}\n" for m in said)},
        "call": {"id": "019cbe01-7a40-7003-9d1e-5b7f2a90c1d4", "orgId": org, "type": "inboundPhoneCall", "status": "ringing", "cost": 0,
                 "monitor": {"listenUrl": "wss://phone.example.com/019cbe01/listen", "controlUrl": "https://phone.example.com/019cbe01/control"},
                 "assistantId": assistant, "phoneNumberId": line, "customer": {"number": "+14055550142"},
                 "createdAt": "2026-03-05T15:29:12.000Z", "phoneCallProvider": "twilio", "phoneCallTransport": "pstn"},
        "phoneNumber": {"id": line, "orgId": org, "number": "+14055550100", "name": "Viewings line", "provider": "twilio"},
        "customer": {"number": "+14055550142"},
        "assistant": {"id": assistant, "orgId": org, "name": "Viewing scheduler", "voice": {"provider": "vapi", "voiceId": "Elliot"},
                      "model": {"provider": "openai", "model": "gpt-4o", "temperature": 0.2, "tools": [tool],
                                "messages": [{"role": "system", "content": "You schedule property viewings."}]}}}},
        ensure_ascii=False, separators=(",", ":"))


def little_body(user, kind):
    return json.dumps({"message": {"type": kind, "call": {"id": "call-1"}, "toolCallList": [tool_call(user)]}})


def main():
    size, user, kind = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    if size < 2000:
        return sys.stdout.write(little_body(user, kind))
    few = len(body(0, user, kind).encode())
    each = (len(body(200, user, kind).encode()) - few) / 200
    return sys.stdout.write(body(max(0, round((size - few) / each)), user, kind))


main()
