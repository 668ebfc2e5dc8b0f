#!/usr/bin/env python3
"""Prints a TCP port of this machine's loopback that nobody listens on.

It lies below those that outgoing connections are given (Linux,
ip_local_port_range), so that none of these takes it before the program that
is told to listen there has started.
"""
import random
import socket

RANGE = "/proc/sys/net/ipv4/ip_local_port_range"
LOWEST = 10_000


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port():
    with open(RANGE, encoding="ascii") as file:
        first_outgoing = int(file.read().split()[0])
    for _ in range(1000):
        port = random.randrange(LOWEST, max(first_outgoing, LOWEST + 1000))
        if is_free(port):
            return port
    raise OSError("no port is free")


if __name__ == "__main__":
    print(free_port())
