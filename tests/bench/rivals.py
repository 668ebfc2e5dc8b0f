"""Servers that give a fixed answer, to measure beside."""
import subprocess
import sys

from bench_tools import HERE, answers, free_port, have, wait_for

PYTHONS = ["/usr/bin/python3", sys.executable]


def start_nginx(bench, answer):
    """Throws the body away."""
    port = free_port()
    words = answer.decode().replace("'", "\\'")
    with open(bench.path("nginx.conf"), "w", encoding="utf-8") as file:
        file.write(f"""worker_processes auto;
daemon off;
pid {bench.path("nginx.pid")};
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  server {{
    listen 127.0.0.1:{port};
    location / {{ default_type application/json; return 200 '{words}'; }}
  }}
}}
""")
    process = bench.start(["nginx", "-p", bench.folder, "-c",
                           bench.path("nginx.conf")], "nginx.log")
    return process, ready("nginx", port)


def start_node(bench, answer):
    port = free_port()
    process = bench.start(["node", f"{HERE}/fixed_answer.js", str(port),
                           answer_file(bench, answer)], "node.log")
    return process, ready("Node", port)


def python_with_fastapi():
    for python in PYTHONS:
        if have(python) and subprocess.run(
                [python, "-c", "import fastapi, uvicorn"],
                capture_output=True, check=False).returncode == 0:
            return python
    return None


def start_fastapi(bench, answer):
    port = free_port()
    process = bench.start([python_with_fastapi(), f"{HERE}/fixed_answer.py",
                           str(port), answer_file(bench, answer)],
                          "fastapi.log")
    return process, ready("FastAPI", port)


def answer_file(bench, answer):
    path = bench.path("answer")
    with open(path, "wb") as file:
        file.write(answer)
    return path


def ready(name, port):
    url = f"http://127.0.0.1:{port}/"
    wait_for(name, lambda: answers(url))
    return url + "vapi/webhook"


def missing():
    """Why a rival does not take part, by its name."""
    absent = {}
    if not have("node"):
        absent["node"] = "Node is left out: apt-get install nodejs"
    if not python_with_fastapi():
        absent["fastapi"] = ("FastAPI is left out: apt-get install "
                             "python3-fastapi uvicorn")
    return absent


START = {"nginx": start_nginx, "node": start_node, "fastapi": start_fastapi}
