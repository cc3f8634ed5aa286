"""A phone as the door sees it, without a browser: asks over TLS and believes any certificate."""

from __future__ import annotations

import http.client
import ssl
import time
from urllib.parse import urlsplit

from thomas_test.app.phone.door import PhoneDoor
from thomas_test.app.phone.pairing import DoorStage

PATIENCE_S = 30.0


def opened(door: PhoneDoor) -> PhoneDoor:
    """Wait until a door answers."""
    give_up = time.monotonic() + PATIENCE_S
    while door.stage is DoorStage.OPENING and time.monotonic() < give_up:
        time.sleep(0.05)
    assert door.stage is DoorStage.WAITING, door.trouble
    return door


def any_certificate() -> ssl.SSLContext:
    """A browser whose user has clicked the warning away."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Phone:
    """Sends to a door, and keeps its cookie.

    Parameters
    ----------
    address
        The link.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.path = parts.netloc, parts.path.rstrip("/")
        self.cookie = ""

    def ask(self, method: str, what: str, body: bytes | None = None, **more: str) -> tuple[int, str]:
        """Ask the door; gives the status and the words."""
        headers = {"Origin": f"https://{self.host}", **{name.replace("_", "-"): value for name, value in more.items()}}
        if self.cookie:
            headers["Cookie"] = self.cookie
        asked = http.client.HTTPSConnection(self.host, timeout=PATIENCE_S, context=any_certificate())
        try:
            asked.request(method, f"{self.path}/{what}", body=body, headers=headers)
            answer = asked.getresponse()
            self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).split(";")[0]
            return answer.status, answer.read().decode()
        finally:
            asked.close()
