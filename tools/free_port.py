#!/usr/bin/env python3
"""Prints a TCP port of this machine's loopback that nobody listens on.

    free_port.py [PORT]

PORT itself when that is free. Otherwise one that lies below those that outgoing
connections are given (Linux, ip_local_port_range), so that none of these takes
it before the program that is told to listen there has started.
"""
import random
import socket
import sys

RANGE = "/proc/sys/net/ipv4/ip_local_port_range"
LOWEST = 10_000


def is_free(port, family=socket.AF_INET, address="127.0.0.1"):
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


def is_free_for_localhost(port):
    """Whoever listens on ::1 is asked first by clients of "localhost"."""
    return is_free(port) and (not has_ipv6()
                              or is_free(port, socket.AF_INET6, "::1"))


def has_ipv6():
    return socket.has_ipv6 and is_free(0, socket.AF_INET6, "::1")


def free_port():
    with open(RANGE, encoding="ascii") as file:
        first_outgoing = int(file.read().split()[0])
    for _ in range(1000):
        port = random.randrange(LOWEST, max(first_outgoing, LOWEST + 1000))
        if is_free(port):
            return port
    raise OSError("no port is free")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    print(wanted if wanted and is_free_for_localhost(wanted) else free_port())
