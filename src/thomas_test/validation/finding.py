"""Finding the picture of a reference row: by its file, or else by subject, side and trial."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from thomas_test.validation.records import Reading, Reason


@dataclass(frozen=True)
class Hit:
    """The picture's place in the results, and by what it was found."""

    index: int
    by: str


@dataclass(frozen=True)
class Miss:
    """Why no picture was found."""

    reason: Reason
    words: str


class Finder:
    """Finds the picture of a reference row.

    Parameters
    ----------
    tools
        The rows of the results.
    shared
        The columns that hold something in both tables.
    """

    def __init__(self, tools: Sequence[Reading], *, shared: frozenset[str]) -> None:
        self._tools = tools
        # A column that one table lacks cannot tell rows apart; our own results name the leg they found.
        self._by_side = "side" in shared or any(tool.leg for tool in tools)
        self._by_trial = "trial" in shared
        self._names: dict[str, list[int]] = defaultdict(list)
        self._keys: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, tool in enumerate(tools):
            if tool.file:
                self._names[_base(tool.file)].append(index)
            if tool.subject:
                self._keys[self._key(tool)].append(index)

    @property
    def _key_words(self) -> str:
        return ", ".join(["subject"] + ["side"] * self._by_side + ["trial"] * self._by_trial)

    def _key(self, reading: Reading) -> tuple[str, ...]:
        side = str(reading.leg or "") if self._by_side else ""
        return reading.subject.casefold(), side, reading.trial.casefold() if self._by_trial else ""

    def find(self, reading: Reading) -> Hit | Miss:
        """Find the one picture that a reference row is about."""
        named = self._named(reading.file) if reading.file else []
        if len(named) > 1:
            return Miss(Reason.AMBIGUOUS, "several pictures of the results have this name: give their folders, too")
        if named:
            differ = _contradiction(self._tools[named[0]], reading)
            if differ:
                return Miss(Reason.CONTRADICTION, f"the file is in the results, but with another {differ}")
            return Hit(named[0], "file")
        keyed = self._keys.get(self._key(reading), []) if reading.subject else []
        if len(keyed) > 1:
            return Miss(
                Reason.AMBIGUOUS, f"several pictures of the results have this {self._key_words}: give the file as well"
            )
        if keyed:
            return Hit(keyed[0], self._key_words)
        return Miss(Reason.MISSING_IN_RESULTS, "no picture of the results fits it")

    def _named(self, file: str) -> list[int]:
        """Find by the whole path first; else one path must be the end of the other."""
        wanted = file.casefold().split("/")
        candidates = self._names.get(_base(file), [])
        parts = {index: self._tools[index].file.casefold().split("/") for index in candidates}
        whole = [index for index in candidates if parts[index] == wanted]
        return whole or [index for index in candidates if _ends_alike(parts[index], wanted)]


def _contradiction(tool: Reading, reading: Reading) -> str:
    """Name what two rows for the same file state differently, with what each states; empty when nothing."""
    stated = {
        "subject": (tool.subject, reading.subject),
        "side": (tool.side or "", reading.side or ""),
        "trial": (tool.trial, reading.trial),
    }
    return ", ".join(
        f"{name} ('{ours}' there, '{theirs}' in the reference)"
        for name, (ours, theirs) in stated.items()
        if ours and theirs and ours.casefold() != theirs.casefold()
    )


def _base(file: str) -> str:
    return file.casefold().rpartition("/")[2]


def _ends_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter = min(len(one), len(other))
    return list(one[-shorter:]) == list(other[-shorter:])
