"""How fetching tells what it is doing, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then while a model is fetched."""

    def __call__(self, doing: str, done: float | None, /) -> None:
        """Hear what is being done, in plain words, and which share of it is done (0 to 1, None: unknown)."""


def no_progress(doing: str, done: float | None, /) -> None:
    """Tell nobody."""
