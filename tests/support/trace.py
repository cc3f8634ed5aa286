"""Lines of strace, judged: what leaves this machine, and what listens to others than it."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from pathlib import Path

SENDING = ("connect", "sendto", "sendmsg", "sendmmsg")
# DNS, multicast DNS, LLMNR: a resolver that runs on this machine passes the name on
NAME_PORTS = {53, 5353, 5355}
# Daemons that look names up for the C library
RESOLVERS = ("nscd", "resolve", "avahi", "sss")
# NETLINK asks the kernel for its own addresses; UNSPEC undoes a connection
STAYING_FAMILIES = {"AF_NETLINK", "AF_UNSPEC"}

CALL = re.compile(rf"\b({'|'.join(SENDING)})\(")
FAMILY = re.compile(r"sa_family=(AF_\w+|\w+)")
PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
ADDRESS = re.compile(r'(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
SOCKET_PATH = re.compile(r'sun_path=@?"([^"]*)"')


def leaves(line: str) -> bool:
    """Say whether one line of strace asks for a name or for anything beyond loopback.

    What is not understood counts as leaving.
    """
    if not CALL.search(line):
        return False
    families = FAMILY.findall(line)
    if not families:  # a packet on a connection that was judged when it was made says NULL
        return "NULL" not in line
    return any(_address_leaves(family, line) for family in families)


def _address_leaves(family: str, line: str) -> bool:
    if family in STAYING_FAMILIES:
        return False
    if family == "AF_UNIX":
        return any(resolver in path for path in SOCKET_PATH.findall(line) for resolver in RESOLVERS)
    if family not in {"AF_INET", "AF_INET6"}:
        return True
    addresses, ports = ADDRESS.findall(line), {int(port) for port in PORT.findall(line)}
    return not addresses or not all(map(_is_loopback, addresses)) or bool(ports & NAME_PORTS)


def _is_loopback(text: str) -> bool:
    address = ipaddress.ip_address(text)
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def listens_beyond(line: str) -> bool:
    """Say whether one line of strace opens a door to other machines: a socket bound to more than loopback."""
    if not re.search(r"\bbind\(", line) or not re.search(r"AF_INET6?\b", line):
        return False
    addresses = ADDRESS.findall(line)
    return not addresses or not all(map(_is_loopback, addresses))


def memory_holds(pid: int, mark: bytes) -> int:
    """How often bytes stand in a process's memory."""
    count = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("ascii", errors="replace").splitlines():
            if " rw" not in line:
                continue
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            with contextlib.suppress(OSError, ValueError, OverflowError):
                memory.seek(start)
                left, tail = end - start, b""
                while left > 0 and (piece := memory.read(min(left, 1 << 24))):
                    count += (tail + piece).count(mark)
                    tail, left = piece[-len(mark) + 1 :], left - len(piece)
    return count
