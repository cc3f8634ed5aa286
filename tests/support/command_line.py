"""What a command of the program comes to."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a command came to."""

    status: int
    out: str
    err: str


Command = Callable[..., Run]
"""Runs the program as a user's line would."""
