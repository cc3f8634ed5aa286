"""What a phone does, run on its side of the cable: ``ports ADDRESS PORT...`` or ``send LINK``."""

import socket
import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.phone_door import Phone


def open_ports(address: str, ports: list[str]) -> list[str]:
    """The ports that answer."""
    found = []
    for port in ports:
        with suppress(OSError), socket.create_connection((address, int(port)), timeout=3):
            found.append(port)
    return found


if __name__ == "__main__":
    if sys.argv[1] == "ports":
        print(*open_ports(sys.argv[2], sys.argv[3:]))  # noqa: T201
    else:
        phone = Phone(sys.argv[2])
        asked = (
            ("GET", "", None),
            ("POST", "pair", None),
            ("POST", "photo", b"\xff\xd8\xff a photo"),
            ("POST", "end", None),
        )
        print(*(phone.ask(*each)[0] for each in asked))  # noqa: T201
