"""The app's side of the door: it opens and closes it, and keeps what came in until a person has looked at it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from thomas_test.app.desk import HandedOver, new_ident
from thomas_test.app.phone.pairing import MOST_PHOTOS, OPEN_FOR_S, DoorStage, new_link
from thomas_test.app.phone.requests import MOST_PHOTO_BYTES
from thomas_test.app.phone.serve import USUAL_PORT
from thomas_test.core.errors import UsageError
from thomas_test.reading.level.phone import PhoneHeld

LEFT_FOR_S = 30.0
"""How long a door stays open whose window is gone: as long as a lost connection may last."""

_LONGEST_HEAD = 4096
_LOOK_EVERY_S = 1.0


class PhoneDoor:
    """One door, from its opening to its end.

    Parameters
    ----------
    address
        The machine's own address on which it answers.
    port
        Where, if that is free; any other otherwise.
    open_for_s
        How long.

    Attributes
    ----------
    fingerprint
        Of its certificate; empty until it is open.
    trouble
        Why it closed before its time, in words; empty otherwise.
    is_wanted
        Whether the window that opened it is still there.
    """

    def __init__(self, address: str, *, port: int = USUAL_PORT, open_for_s: float = OPEN_FOR_S) -> None:
        self._link = new_link()
        self._lock = threading.Lock()
        self._stage, self._host = DoorStage.OPENING, ""
        self._photos: dict[str, HandedOver] = {}
        self._taken = 0
        self._closes_at_s = time.monotonic() + open_for_s
        self.fingerprint = self.trouble = ""
        self.is_wanted: Callable[[], bool] = lambda: True
        # orders go by the standard input: a command line can be read by everybody on the machine
        command = [sys.executable, "-m", "thomas_test.app.phone.serve"]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        orders = {"link": self._link, "address": address, "port": port, "open_for_s": open_for_s}
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        with contextlib.suppress(OSError):  # it died at once: the reader tells
            self._process.stdin.write(json.dumps(orders).encode() + b"\n")
            self._process.stdin.flush()
        for work in (self._listen, self._watch):
            threading.Thread(target=work, daemon=True).start()

    @property
    def stage(self) -> DoorStage:
        """How far it has come."""
        with self._lock:
            return self._stage

    @property
    def address(self) -> str:
        """The link for the phone; empty until the door is open."""
        return f"https://{self._host}/{self._link}/" if self._host else ""

    @property
    def left_s(self) -> float:
        """Seconds until it closes, at least 0."""
        return 0.0 if self.stage is DoorStage.CLOSED else max(0.0, self._closes_at_s - time.monotonic())

    @property
    def photos(self) -> dict[str, HandedOver]:
        """What came in and waits to be looked at, in order, by idents; its names are our own."""
        with self._lock:
            return dict(self._photos)

    @property
    def is_open(self) -> bool:
        """Whether it is open, or holds something still to be looked at."""
        return self.stage is not DoorStage.CLOSED or bool(self.photos)

    @property
    def has_work(self) -> bool:
        """Whether photos wait that would be lost."""
        return bool(self.photos)

    def take(self, ident: str) -> HandedOver | None:
        """Take a photo out, to be read or to be forgotten."""
        with self._lock:
            return self._photos.pop(ident, None)

    def close(self) -> None:
        """Close it; photos that wait stay until they are taken."""
        self._closed()
        self._let_process_go()

    def _closed(self, trouble: str = "") -> None:
        with self._lock:
            if self._stage is not DoorStage.CLOSED:
                self._stage, self.trouble = DoorStage.CLOSED, trouble

    def _watch(self) -> None:
        """Close it when its time is over, or when the window that opened it has been gone for a while."""
        wanted_at_s = time.monotonic()
        while self.stage is not DoorStage.CLOSED:
            now_s = time.monotonic()
            if self.is_wanted():
                wanted_at_s = now_s
            if now_s >= self._closes_at_s or now_s - wanted_at_s > LEFT_FOR_S:
                self.close()
            time.sleep(_LOOK_EVERY_S)

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        trouble = ""
        try:
            with self._process.stdout as told:
                while self._take_in(told):
                    pass
        except (ValueError, TypeError, KeyError, UsageError):
            trouble = "what it sent made no sense"
        code = self._process.wait() if not trouble else 0
        opened = bool(self._host)
        if not opened or code > 0:
            trouble = trouble or "no address of this machine let it listen, or its process failed"
        self._closed(trouble)
        self._let_process_go()

    def _let_process_go(self) -> None:
        """End the door's process: it ends with its input, and is told to besides."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.terminate()

    def _take_in(self, told: IO[bytes]) -> bool:
        """Take in one piece that the door's process tells; False at the end."""
        line = told.readline(_LONGEST_HEAD)
        if not line:
            return False
        head = json.loads(line)
        size = int(head["size"])
        if not 0 <= size <= MOST_PHOTO_BYTES:
            raise ValueError(f"expected at most {MOST_PHOTO_BYTES} bytes, got {size}")
        data = told.read(size)
        if len(data) < size:
            return False
        with self._lock:
            self._note(head, data)
        return True

    def _note(self, head: dict[str, object], data: bytes) -> None:
        closed = self._stage is DoorStage.CLOSED
        if head["kind"] == "open" and not closed:
            self._host, self.fingerprint = str(head["host"]), str(head["fingerprint"])
            self._stage = DoorStage.WAITING
        elif head["kind"] == "paired" and not closed:
            self._stage = DoorStage.PAIRED
        elif head["kind"] == "photo" and self._taken < MOST_PHOTOS:
            self._taken += 1
            self._photos[new_ident()] = HandedOver(
                name=f"phone photo {self._taken}.jpg", data=data, held=_held(head.get("held"))
            )


def _held(told: object) -> PhoneHeld | None:
    """How the phone was held; None where it is nothing that a phone can tell."""
    if not (isinstance(told, list) and len(told) == 3 and all(isinstance(each, int | float) for each in told)):
        return None
    beta_deg, gamma_deg, spread_deg = told
    try:
        return PhoneHeld(beta_deg=beta_deg, gamma_deg=gamma_deg, spread_deg=spread_deg)
    except UsageError:
        return None
