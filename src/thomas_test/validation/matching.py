"""Which reference row belongs to which picture: by file name, or else by subject, side and trial.

Nothing is guessed: what fits two pictures, or contradicts itself, is left out and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from thomas_test.core.angles import Angle
from thomas_test.core.errors import UsageError
from thomas_test.validation.keys import FOLDINGS, exact, loose
from thomas_test.validation.records import AngleName, LeftOut, LeftOutReason, Pair, Table, TableReading
from thomas_test.validation.sources import ReadTable


@dataclass(frozen=True)
class Hit:
    """The picture's place in the results, and by what it was found."""

    index: int
    by: str


@dataclass(frozen=True)
class Miss:
    """Why no picture was found."""

    reason: LeftOutReason
    words: str


class Finder:
    """Finds the picture of a reference row.

    Parameters
    ----------
    tools
        The rows of the results.
    asked
        The rows of the reference: a picture that one of them names exactly is no other one's.
    shared
        The columns that hold something in both tables.
    """

    def __init__(self, tools: Sequence[TableReading], asked: Sequence[TableReading], *, shared: frozenset[str]) -> None:
        self._tools = tools
        # A column that one table lacks cannot tell rows apart; our own results name the leg they found.
        self._by_side = "side" in shared or any(tool.leg for tool in tools)
        self._by_trial = "trial" in shared
        self._names: list[dict[str, list[int]]] = [defaultdict(list) for _ in FOLDINGS]
        self._keys: list[dict[tuple[str, ...], list[int]]] = [defaultdict(list) for _ in FOLDINGS]
        for index, tool in enumerate(tools):
            for fold, names, keys in zip(FOLDINGS, self._names, self._keys, strict=True):
                if tool.file:
                    names[_base(fold(tool.file))].append(index)
                if tool.subject:
                    keys[self._key(tool, fold)].append(index)
        self._asked_files = {reading.file for reading in asked}
        self._asked_keys = {self._key(reading, exact) for reading in asked}

    @property
    def _key_words(self) -> str:
        return ", ".join(["subject"] + ["side"] * self._by_side + ["trial"] * self._by_trial)

    def _key(self, reading: TableReading, fold: Callable[[str], str]) -> tuple[str, ...]:
        side = str(reading.leg or "") if self._by_side else ""
        return fold(reading.subject), side, fold(reading.trial) if self._by_trial else ""

    def find(self, reading: TableReading) -> Hit | Miss:
        """Find the one picture that a reference row is about."""
        named = self._named(reading.file) if reading.file else []
        if len(named) > 1:
            return Miss(
                LeftOutReason.AMBIGUOUS, "several pictures of the results have this name: give their folders, too"
            )
        if named:
            differ = _contradiction(self._tools[named[0]], reading)
            if differ:
                return Miss(LeftOutReason.CONTRADICTION, f"the file is in the results, but with another {differ}")
            return Hit(named[0], "file")
        keyed = self._keyed(reading) if reading.subject else []
        if len(keyed) > 1:
            return Miss(
                LeftOutReason.AMBIGUOUS,
                f"several pictures of the results have this {self._key_words}: give the file as well",
            )
        if keyed:
            return Hit(keyed[0], self._key_words)
        return Miss(LeftOutReason.MISSING_IN_RESULTS, "no picture of the results fits it")

    def _keyed(self, reading: TableReading) -> list[int]:
        for fold, keys in zip(FOLDINGS, self._keys, strict=True):
            found = keys.get(self._key(reading, fold), [])
            if fold is not exact:
                found = [index for index in found if self._key(self._tools[index], exact) not in self._asked_keys]
            if found:
                return found
        return []

    def _named(self, file: str) -> list[int]:
        """Find by the whole path first; else one path must be the end of the other. The stricter folding goes first."""
        for fold, names in zip(FOLDINGS, self._names, strict=True):
            wanted = fold(file).split("/")
            candidates = names.get(_base(fold(file)), [])
            if fold is not exact:
                candidates = [index for index in candidates if self._tools[index].file not in self._asked_files]
            parts = {index: fold(self._tools[index].file).split("/") for index in candidates}
            whole = [index for index in candidates if parts[index] == wanted]
            found = whole or [index for index in candidates if _ends_alike(parts[index], wanted)]
            if found:
                return found
        return []


def _contradiction(tool: TableReading, reading: TableReading) -> str:
    """Name what two rows for the same file state differently, with what each states; empty when nothing."""
    stated = {
        "subject": (tool.subject, reading.subject),
        "side": (tool.side or "", reading.side or ""),
        "trial": (tool.trial, reading.trial),
    }
    return ", ".join(
        f"{name} ('{ours}' there, '{theirs}' in the reference)"
        for name, (ours, theirs) in stated.items()
        if ours and theirs and loose(ours) != loose(theirs)
    )


def _base(file: str) -> str:
    return file.rpartition("/")[2]


def _ends_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter = min(len(one), len(other))
    return list(one[-shorter:]) == list(other[-shorter:])


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Pairs, and everybody else.

    Attributes
    ----------
    matched_by
        How many reference rows found their picture by what.
    referenced
        The pictures that have a reference, each with whether it was measured and whose it is.
    averaged
        How many times several readings by one rater of one picture were averaged.
    """

    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]
    matched_by: Mapping[str, int]
    referenced: tuple[tuple[bool, str], ...]
    averaged: int


def match(results: ReadTable, reference: ReadTable) -> Matching:
    """Pair the rows of both tables.

    Raises
    ------
    UsageError
        When the results hold several raters: there is no telling whose reading is checked.
    """
    tools, dropped_tools = _once(results)
    raters = sorted({reading.rater for reading in tools})
    if len(raters) > 1:
        names = ", ".join(rater or "(none)" for rater in raters)
        raise UsageError(
            f"expected the readings of one reader in {results.name}, got {names}: give one file for each, and the"
            " readers to compare them with as the reference"
        )
    references, dropped_references = _once(reference)
    finder = Finder(tools, references, shared=results.columns & reference.columns)
    found: dict[int, list[TableReading]] = defaultdict(list)
    matched_by: dict[str, int] = defaultdict(int)
    left_out = [*results.left_out, *reference.left_out, *dropped_tools, *dropped_references]
    for reading in references:
        hit = finder.find(reading)
        if isinstance(hit, Hit):
            found[hit.index].append(reading)
            matched_by[hit.by] += 1
        else:
            left_out.append(reading.left_out(Table.REFERENCE, hit.reason, hit.words))
    collected = _Collected(left_out=left_out, listed=frozenset((row.table, row.line, row.angle) for row in left_out))
    for index, tool in enumerate(tools):
        collected.add(tool, found.get(index, []))
    return Matching(
        pairs=tuple(collected.pairs),
        left_out=tuple(sorted(left_out, key=lambda row: (row.table is Table.REFERENCE, row.line))),
        matched_by=MappingProxyType(dict(matched_by)),
        referenced=tuple(collected.referenced),
        averaged=collected.averaged,
    )


@dataclass(kw_only=True)
class _Collected:
    """What the pictures of the results come to, one after the other; `listed` are angles whose reason is known."""

    left_out: list[LeftOut]
    listed: frozenset[tuple[Table, int, AngleName | None]]
    pairs: list[Pair] = field(default_factory=list)
    referenced: list[tuple[bool, str]] = field(default_factory=list)
    averaged: int = 0

    def add(self, tool: TableReading, readings: Sequence[TableReading]) -> None:
        subject = tool.subject or next((reading.subject for reading in readings if reading.subject), "")
        # Without a subject every picture counts as another person; the report says so.
        cluster = f"subject {loose(subject)}" if subject else f"file {tool.file or tool.line}"
        usable = [reading for reading in readings if self._usable(reading)]
        if usable:
            self.referenced.append((tool.status == "measured", cluster))
        if tool.status != "measured":
            words = " ".join(filter(None, (tool.status, f"({tool.reason})" if tool.reason else "")))
            self.left_out.append(tool.left_out(Table.RESULTS, _status_reason(tool.status), words))
            return
        if not usable:
            if not readings:
                words = "no row of the reference fits it"
                self.left_out.append(tool.left_out(Table.RESULTS, LeftOutReason.MISSING_IN_REFERENCE, words))
            return
        raters = self._by_rater(tool, usable)
        self._list_gaps(tool, usable, raters)
        if not raters:
            return
        stated = next((reading.side for reading in usable if reading.side), tool.side)
        self.pairs.append(
            Pair(
                tool=tool,
                raters=raters,
                subject=subject,
                side=stated or tool.tested_leg,
                trial=tool.trial or next((reading.trial for reading in usable if reading.trial), ""),
                cluster=cluster,
                legs_differ=None not in (stated, tool.tested_leg) and stated is not tool.tested_leg,
            )
        )

    def _usable(self, reading: TableReading) -> bool:
        if reading.status == "measured":
            return True
        words = f"{reading.status} in the reference"
        self.left_out.append(reading.left_out(Table.REFERENCE, _status_reason(reading.status), words))
        return False

    def _by_rater(
        self, tool: TableReading, readings: Sequence[TableReading]
    ) -> Mapping[str, Mapping[AngleName, Angle]]:
        groups: dict[str, list[TableReading]] = defaultdict(list)
        for reading in readings:
            groups[reading.rater].append(reading)
        raters: dict[str, Mapping[AngleName, Angle]] = {}
        for rater, group in groups.items():
            if len(group) > 1 and (tool.trial or len({reading.trial for reading in group}) < len(group)):
                words = f"{len(group)} rows by one rater fit the same picture: number them in the column trial"
                self.left_out += [reading.left_out(Table.REFERENCE, LeftOutReason.CONFLICT, words) for reading in group]
                continue
            self.averaged += len(group) > 1
            raters[rater] = _averaged(group)
        return MappingProxyType({rater: raters[rater] for rater in sorted(raters) if raters[rater]})

    def _list_gaps(
        self, tool: TableReading, readings: Sequence[TableReading], raters: Mapping[str, Mapping[AngleName, Angle]]
    ) -> None:
        """List every angle that one side has and the other lacks, and pictures that nobody gave a number."""
        for angle in AngleName:
            in_reference = any(angle in rater for rater in raters.values())
            if in_reference and angle not in tool.angles:
                if (Table.RESULTS, tool.line, angle) not in self.listed:
                    words = f"no {angle.words} in the results"
                    self.left_out.append(tool.left_out(Table.RESULTS, LeftOutReason.NO_NUMBER, words, angle))
            elif angle in tool.angles and raters and not in_reference and not self._any_listed(readings, {angle}):
                words = f"no {angle.words} in the reference"
                self.left_out.append(readings[0].left_out(Table.REFERENCE, LeftOutReason.NO_NUMBER, words, angle))
        if not raters and not any(reading.angles for reading in readings):
            words = "no angle in the reference"
            self.left_out += [
                reading.left_out(Table.REFERENCE, LeftOutReason.NO_NUMBER, words)
                for reading in readings
                if not self._any_listed([reading], set(AngleName))
            ]

    def _any_listed(self, readings: Sequence[TableReading], angles: Collection[AngleName]) -> bool:
        """Whether a number of these was taken out already, such as a code, and is listed with its own reason."""
        return any((Table.REFERENCE, reading.line, angle) in self.listed for reading in readings for angle in angles)


def _once(source: ReadTable) -> tuple[list[TableReading], list[LeftOut]]:
    """Keep rows that come once; of equal rows the first; of rows that contradict each other none."""
    groups: dict[tuple[object, ...], list[TableReading]] = defaultdict(list)
    for reading in source.readings:
        name = (reading.file, reading.subject, reading.leg, reading.trial, reading.rater)
        groups[name].append(reading)
    kept: list[TableReading] = []
    left_out: list[LeftOut] = []
    for first, *others in groups.values():
        if all(other.angles == first.angles and other.status == first.status for other in others):
            kept.append(first)
            words = f"the same as line {first.line}"
            left_out += [other.left_out(source.table, LeftOutReason.DUPLICATE, words) for other in others]
        else:
            lines = ", ".join(str(reading.line) for reading in (first, *others))
            words = f"lines {lines} give different numbers for the same reading"
            left_out += [reading.left_out(source.table, LeftOutReason.CONFLICT, words) for reading in (first, *others)]
    return sorted(kept, key=lambda reading: reading.line), left_out


def _status_reason(status: str) -> LeftOutReason:
    return (
        LeftOutReason(status)
        if status in (LeftOutReason.REFUSED, LeftOutReason.ERROR, LeftOutReason.SKIPPED)
        else LeftOutReason.NO_NUMBER
    )


def _averaged(group: Sequence[TableReading]) -> Mapping[AngleName, Angle]:
    """Average one rater's readings of one picture; a mean of several has no interval of its own."""
    if len(group) == 1:
        return group[0].angles
    means: dict[AngleName, Angle] = {}
    for angle in AngleName:
        values = [reading.angles[angle].value_deg for reading in group if angle in reading.angles]
        if values:
            mean = sum(values) / len(values)
            means[angle] = Angle(value_deg=mean, low_deg=mean, high_deg=mean)
    return MappingProxyType(means)
