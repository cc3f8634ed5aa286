"""Which reference row belongs to which picture: by file name, or else by subject, side and trial.

Nothing is guessed: what fits two pictures, or contradicts itself, is left out and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from thomas_test.errors import UsageError
from thomas_test.measurement import Angle
from thomas_test.validation.finding import Finder, Hit
from thomas_test.validation.records import AngleName, LeftOut, Pair, Reading, Reason, Table
from thomas_test.validation.sources import Source


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


def match(results: Source, reference: Source) -> Matching:
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
    finder = Finder(tools, shared=results.columns & reference.columns)
    found: dict[int, list[Reading]] = defaultdict(list)
    matched_by: dict[str, int] = defaultdict(int)
    left_out = [*results.left_out, *reference.left_out, *dropped_tools, *dropped_references]
    for reading in references:
        hit = finder.find(reading)
        if isinstance(hit, Hit):
            found[hit.index].append(reading)
            matched_by[hit.by] += 1
        else:
            left_out.append(_out(Table.REFERENCE, reading, hit.reason, hit.words))
    collected = _Collected(left_out=left_out)
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
    """What the pictures of the results come to, one after the other."""

    left_out: list[LeftOut]
    pairs: list[Pair] = field(default_factory=list)
    referenced: list[tuple[bool, str]] = field(default_factory=list)
    averaged: int = 0

    def add(self, tool: Reading, readings: Sequence[Reading]) -> None:
        subject = tool.subject or next((reading.subject for reading in readings if reading.subject), "")
        # Without a subject every picture counts as another person; the report says so.
        cluster = f"subject {subject.casefold()}" if subject else f"file {tool.file or tool.line}"
        usable = [reading for reading in readings if self._usable(reading)]
        if usable:
            self.referenced.append((tool.status == "measured", cluster))
        if tool.status != "measured":
            words = " ".join(filter(None, (tool.status, f"({tool.reason})" if tool.reason else "")))
            self.left_out.append(_out(Table.RESULTS, tool, _status_reason(tool.status), words))
            return
        if not usable:
            if not readings:
                words = "no row of the reference fits it"
                self.left_out.append(_out(Table.RESULTS, tool, Reason.MISSING_IN_REFERENCE, words))
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

    def _usable(self, reading: Reading) -> bool:
        if reading.status == "measured":
            return True
        words = f"{reading.status} in the reference"
        self.left_out.append(_out(Table.REFERENCE, reading, _status_reason(reading.status), words))
        return False

    def _by_rater(self, tool: Reading, readings: Sequence[Reading]) -> Mapping[str, Mapping[AngleName, Angle]]:
        groups: dict[str, list[Reading]] = defaultdict(list)
        for reading in readings:
            groups[reading.rater].append(reading)
        raters: dict[str, Mapping[AngleName, Angle]] = {}
        for rater, group in groups.items():
            if len(group) > 1 and (tool.trial or len({reading.trial for reading in group}) < len(group)):
                words = f"{len(group)} rows by one rater fit the same picture: number them in the column trial"
                self.left_out += [_out(Table.REFERENCE, reading, Reason.CONFLICT, words) for reading in group]
                continue
            self.averaged += len(group) > 1
            raters[rater] = _averaged(group)
        return MappingProxyType({rater: raters[rater] for rater in sorted(raters) if raters[rater]})

    def _list_gaps(
        self, tool: Reading, readings: Sequence[Reading], raters: Mapping[str, Mapping[AngleName, Angle]]
    ) -> None:
        """List every angle that one side has and the other lacks, and pictures that nobody gave a number."""
        for angle in AngleName:
            in_reference = any(angle in rater for rater in raters.values())
            if in_reference and angle not in tool.angles:
                words = f"no {angle.words} in the results"
                self.left_out.append(_out(Table.RESULTS, tool, Reason.NO_NUMBER, words, angle))
            elif angle in tool.angles and raters and not in_reference:
                words = f"no {angle.words} in the reference"
                self.left_out.append(_out(Table.REFERENCE, readings[0], Reason.NO_NUMBER, words, angle))
        if not raters and not any(reading.angles for reading in readings):
            words = "no angle in the reference"
            self.left_out += [_out(Table.REFERENCE, reading, Reason.NO_NUMBER, words) for reading in readings]


def _once(source: Source) -> tuple[list[Reading], list[LeftOut]]:
    """Keep rows that come once; of equal rows the first; of rows that contradict each other none."""
    groups: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for reading in source.readings:
        name = (reading.file.casefold(), reading.subject.casefold(), reading.leg, reading.trial, reading.rater)
        groups[name].append(reading)
    kept: list[Reading] = []
    left_out: list[LeftOut] = []
    for first, *others in groups.values():
        if all(other.angles == first.angles and other.status == first.status for other in others):
            kept.append(first)
            words = f"the same as line {first.line}"
            left_out += [_out(source.table, other, Reason.DUPLICATE, words) for other in others]
        else:
            lines = ", ".join(str(reading.line) for reading in (first, *others))
            words = f"lines {lines} give different numbers for the same reading"
            left_out += [_out(source.table, reading, Reason.CONFLICT, words) for reading in (first, *others)]
    return sorted(kept, key=lambda reading: reading.line), left_out


def _out(table: Table, reading: Reading, reason: Reason, words: str, angle: AngleName | None = None) -> LeftOut:
    return LeftOut(table=table, line=reading.line, label=reading.label, angle=angle, reason=reason, words=words)


def _status_reason(status: str) -> Reason:
    return Reason(status) if status in (Reason.REFUSED, Reason.ERROR, Reason.SKIPPED) else Reason.NO_NUMBER


def _averaged(group: Sequence[Reading]) -> Mapping[AngleName, Angle]:
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
