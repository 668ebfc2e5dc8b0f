// What VAPI posts, in every shape that it sends or documents.
import { randomBytes, randomUUID } from "node:crypto";

const ADDRESS = "123 Main Street, Norman, Oklahoma";

/** What is heard when times are offered. */
export const OFFER = /I have (one opening, )?\w+day, \w+ [\w-]+ at /;

export function newId(prefix = "call_") {
  return prefix + randomBytes(12).toString("hex");
}

/** What stands around every message of a call. */
function around(type, { id = randomUUID(), caller = "+14055550142" } = {}) {
  return {
    type,
    timestamp: 1795356000000,
    call: {
      id,
      orgId: "0b6f0f3e-8d2c-4c55-9b0e-2f5f6a1f7c10",
      type: "inboundPhoneCall",
      status: "ringing",
      assistantId: "6f2b1a34-7c1d-4e0a-9a55-0d7c7f1b2e90",
      phoneNumberId: "3d9c0e58-4f0b-4f0e-8d39-61b6b1e2a7c4",
      customer: { number: caller },
      squadId: null,
    },
    phoneNumber: {
      id: "3d9c0e58-4f0b-4f0e-8d39-61b6b1e2a7c4",
      number: "+14055550100",
      provider: "twilio",
    },
    customer: { number: caller },
    artifact: { messages: [], messagesOpenAIFormatted: [] },
  };
}

export function nested(name, args, id = newId()) {
  return { id, type: "function", function: { name, arguments: args } };
}

/** The shape of real traffic: the same calls in three lists. */
export function toolCalls(calls, call) {
  const message = around("tool-calls", call);
  message.toolCalls = calls;
  message.toolCallList = calls;
  message.toolWithToolCallList = calls.map((each) => ({
    type: "function",
    function: { name: each.function?.name, parameters: { type: "object" } },
    server: { url: "https://calendar.example.com/vapi/webhook" },
    async: false,
    toolCall: each,
  }));
  return { message };
}

const asked = { property_address: ADDRESS };

/** Tool calls that ask for openings: name -> [body, ids of its results]. */
export function openingsInEveryShape() {
  const id = newId();
  const second = newId("toolu_");
  const one = nested("get_availability", asked, id);
  const history = toolCalls([one]);
  history.message.artifact.messages.push({
    role: "tool_calls",
    toolCalls: [nested("set_appointment",
                       JSON.stringify({ ...asked, start_time: "tomorrow" }))],
  });
  const webCall = toolCalls([one]);
  delete webCall.message.customer;
  delete webCall.message.phoneNumber;
  webCall.message.call = { id: randomUUID(), type: "webCall" };
  return {
    "objects in three lists": [toolCalls([one]), [id]],
    "earlier calls in the history": [history, [id]],
    "arguments as a string": [
      { message: { ...around("tool-calls"),
                   toolCallList: [nested("get_availability",
                                         JSON.stringify(asked), second)] } },
      [second]],
    "flat, with parameters": [
      { message: { ...around("tool-calls"),
                   toolCallList: [{ id, name: "get_availability",
                                    parameters: asked }] } }, [id]],
    "flat, with arguments": [
      { message: { ...around("tool-calls"),
                   toolCallList: [{ id, name: "get_availability",
                                    arguments: asked }] } }, [id]],
    "only beside its tool": [
      { message: { ...around("tool-calls"),
                   toolWithToolCallList: [{
                     name: "get_availability",
                     toolCall: { id, function: { parameters: asked } } }] } },
      [id]],
    "without a type or a call": [
      { message: { toolCalls: [{ id, function: { name: "get_availability",
                                                 arguments: asked } }] } },
      [id]],
    "a call from the web": [webCall, [id]],
    "two at once": [
      toolCalls([one, nested("get_availability", asked, second)]),
      [id, second]],
    "the same id twice": [toolCalls([one, one]), [id]],
    "empty texts for what is absent": [
      toolCalls([nested("get_availability",
                        { ...asked, user_id: "", preferred_time: null }, id)]),
      [id]],
    "arguments that were cut off": [
      toolCalls([nested("set_appointment",
                        '{"property_address":"123 Main","start_ti', id)]),
      [id]],
    "a tool that is not there": [
      toolCalls([nested("order_pizza", { size: "large" }, id)]), [id]],
  };
}

export function legacyShapes() {
  return {
    "parameters as an object": { message: {
      ...around("function-call"),
      functionCall: { name: "get_availability", parameters: asked } } },
    "parameters as a string": { message: {
      ...around("function-call"),
      functionCall: { name: "get_availability",
                      parameters: JSON.stringify(asked) } } },
    "without an envelope": {
      functionCall: { name: "get_availability", parameters: asked } },
  };
}

/** Everything else that arrives on the same address. */
export function otherMessages() {
  const informational = [
    "conversation-update", "end-of-call-report", "hang", "model-output",
    "phone-call-control", "speech-update", "transfer-update", "transcript",
    'transcript[transcriptType="final"]', "user-interrupted",
    "language-change-detected", "voice-input", "assistant.started",
    "assistant.speechStarted", "chat.created", "session.created",
    "call.deleted", "something-of-next-year",
  ];
  const all = informational.map((type) => ({ message: around(type) }));
  for (const status of ["queued", "ringing", "in-progress", "ended"])
    all.push({ message: { ...around("status-update"), status } });
  for (const type of ["assistant-request", "transfer-destination-request",
                      "handoff-destination-request",
                      "knowledge-base-request", "call.endpointing.request",
                      "voice-request", "campaign.predial"])
    all.push({ message: around(type) });
  return all;
}

/** Bodies that are no message at all. */
export const nonsense = ["", "{", "[]", "null", "7", '"tool-calls"', "{}",
                         '{"message":"tool-calls"}', '{"message":',
                         '{"message":{"type":"tool-calls"'];
