"""Reads each body as JSON and gives a fixed answer: what a service in FastAPI
could do at best. fixed_answer.py PORT FILE"""
import json
import os
import socket
import sys

import fastapi
import uvicorn
from uvicorn.supervisors import Multiprocess

app = fastapi.FastAPI()
with open(os.environ.get("FIXED_ANSWER") or sys.argv[2], "rb") as file:
    ANSWER = file.read()


@app.get("/")
@app.post("/vapi/webhook")
async def answer(request: fastapi.Request):
    body = await request.body()
    if body and not isinstance(json.loads(body)["message"], dict):
        return fastapi.Response(status_code=400)
    return fastapi.Response(ANSWER, media_type="application/json")


def listening(port):
    """As uvicorn's own, but with the protocol by its name: asyncio sends at once
    only what goes over sockets that say that they are TCP. Else head and body
    of an answer are 44 ms apart, the time of a delayed acknowledgement."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM,
                             socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Those that are accepted take it over, whatever loop accepts them.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    listener.set_inheritable(True)
    return listener


def main():
    port, path = int(sys.argv[1]), os.path.abspath(sys.argv[2])
    # The workers are processes that import this file anew.
    os.environ["FIXED_ANSWER"] = path
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    config = uvicorn.Config("fixed_answer:app", host="127.0.0.1", port=port,
                            workers=2, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    Multiprocess(config, target=server.run, sockets=[listening(port)]).run()


if __name__ == "__main__":
    main()
