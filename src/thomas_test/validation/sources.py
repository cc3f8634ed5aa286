"""Readings out of either table: one that people made, or one of our own results files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from thomas_test.core.angles import Angle
from thomas_test.core.errors import UsageError
from thomas_test.validation.codes import USUAL_CODES, likely_codes
from thomas_test.validation.keys import file_key, trial_key
from thomas_test.validation.records import AngleName, LeftOut, LeftOutReason, Table, TableReading
from thomas_test.validation.tables import (
    SEPARATOR_WORDS,
    NotANumberError,
    RawTable,
    Row,
    TableInMemory,
    parse_number,
    parse_side,
    read_table,
)

_RANGES_DEG: Mapping[AngleName, tuple[float, float]] = {AngleName.THIGH: (-180.0, 180.0), AngleName.KNEE: (0.0, 180.0)}
"""Where the angles can lie at all, from their definitions (docs/method.md#signs)."""


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """One of the two tables, read.

    Attributes
    ----------
    columns
        The columns that hold anything.
    presets
        The presets and knee tolerances that a results file names, as written there.
    """

    table: Table
    name: str
    sha256: str
    columns: frozenset[str]
    readings: tuple[TableReading, ...]
    left_out: tuple[LeftOut, ...]
    presets: frozenset[tuple[str, str]]

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self.readings) + sum(row.angle is None for row in self.left_out)


def read_source(
    path: Path | TableInMemory, table: Table, *, flip_thigh: bool = False, missing: Collection[float] | None = None
) -> ReadTable:
    """Read either table.

    Parameters
    ----------
    flip_thigh
        The table counts the thigh the other way (+ = knee above the hip): turn it to ours.
    missing
        Numbers that stand for a missing value; None leaves out those that look so.

    Raises
    ------
    UsageError
        When the file is no table, or names no angle, or nothing by which to find a picture.
    """
    raw = read_table(path)
    _check_columns(raw)
    ours = "status" in raw.columns  # one of our results files
    readings: list[TableReading] = []
    left_out: list[LeftOut] = []
    for row in raw.rows:
        reading, dropped = _reading(row, table, ours=ours, flip_thigh=flip_thigh)
        left_out += dropped
        if reading is not None:
            readings.append(reading)
    if not ours:
        codes = likely_codes(readings) if missing is None else dict.fromkeys(AngleName, frozenset(missing))
        readings, of_codes = _without_codes(readings, table, codes, asked=missing is None, flip_thigh=flip_thigh)
        left_out += of_codes
    return ReadTable(
        table=table,
        name=raw.name,
        sha256=raw.sha256,
        columns=frozenset(column for column in raw.columns if raw.has_values(column)),
        readings=tuple(readings),
        left_out=tuple(left_out),
        presets=frozenset(
            (row.text("preset"), row.text("knee_tolerance_deg")) for row in raw.rows if row.text("preset")
        ),
    )


def _without_codes(
    readings: Sequence[TableReading],
    table: Table,
    codes: Mapping[AngleName, Collection[float]],
    *,
    asked: bool,
    flip_thigh: bool,
) -> tuple[list[TableReading], list[LeftOut]]:
    """Take out the numbers that stand for a missing value."""
    kept, left_out = [], []
    for reading in readings:
        angles = dict(reading.angles)
        for name, angle in reading.angles.items():
            # as it stands in the table, whichever way that counts
            written = -angle.value_deg if flip_thigh and name is AngleName.THIGH else angle.value_deg
            if written not in codes[name]:
                continue
            del angles[name]
            advice = "looks like a code for a missing value: empty the cell, or say so with --missing"
            words = f"{written:g} {advice if asked else 'stands for a missing value'}"
            left_out.append(reading.left_out(table, LeftOutReason.MISSING_CODE, words, name))
        kept.append(replace(reading, angles=MappingProxyType(angles)))
    return kept, left_out


def _check_columns(raw: RawTable) -> None:
    hint = f" alone: separate the columns by {SEPARATOR_WORDS}" if len(raw.columns) == 1 else ""
    if not {angle.column for angle in AngleName} & set(raw.columns):
        raise UsageError(
            f"expected a column thigh_angle_deg or knee_flexion_deg in {raw.name}, got {', '.join(raw.columns)}{hint}"
        )
    if not {"file", "subject"} & set(raw.columns):
        raise UsageError(
            f"expected a column file, or the columns subject, side and trial, in {raw.name},"
            f" got {', '.join(raw.columns)}{hint}"
        )


def _reading(row: Row, table: Table, *, ours: bool, flip_thigh: bool) -> tuple[TableReading | None, list[LeftOut]]:
    status = row.text("status") or "measured"
    file, subject, trial = (
        file_key(row.text("file")),
        _plain(row.text("subject"), ours=ours),
        trial_key(_plain(row.text("trial"), ours=ours)),
    )
    label = file or " ".join(filter(None, (subject, row.text("side"), trial)))

    def out(angle: AngleName | None, reason: LeftOutReason, words: str) -> LeftOut:
        return LeftOut(
            table=table, line=row.line, label=label or f"line {row.line}", angle=angle, reason=reason, words=words
        )

    if not (file or subject):
        return None, [out(None, LeftOutReason.NO_NAME, "neither a file nor a subject is named")]
    try:
        side, tested = parse_side(row.text("side")), parse_side(row.text("tested_leg"))
    except ValueError as error:
        return None, [out(None, LeftOutReason.NO_NAME, str(error))]
    angles: dict[AngleName, Angle] = {}
    dropped: list[LeftOut] = []
    for name in AngleName if status == "measured" else ():
        try:
            angle = _angle(row, name, flip=flip_thigh and name is AngleName.THIGH)
        except NotANumberError as error:
            dropped.append(out(name, LeftOutReason.NOT_A_NUMBER, str(error)))
        except ValueError as error:
            dropped.append(out(name, LeftOutReason.OUT_OF_RANGE, str(error)))
        else:
            if angle is not None:
                angles[name] = angle
    if ours and row.text("same_as"):
        words = f"the same picture as {row.text('same_as')}, which counts"
        return None, [out(None, LeftOutReason.DUPLICATE, words)]
    reading = TableReading(
        line=row.line, file=file, subject=subject, side=side, trial=trial, rater=row.text("rater"), tested_leg=tested,
        status=status, reason=row.text("reason"), angles=MappingProxyType(angles),
    )  # fmt: skip
    return reading, dropped


def _plain(text: str, *, ours: bool) -> str:
    """Take off the apostrophe that our results put before what a spreadsheet would take for a formula."""
    return text.removeprefix("'") if ours else text


def _angle(row: Row, name: AngleName, *, flip: bool) -> Angle | None:
    """Read one angle with its interval, if it has one.

    Raises
    ------
    NotANumberError
        When it, or an end of its interval, is no number.
    ValueError
        When it lies where the angle cannot, or outside its own interval.
    """
    value = parse_number(row.text(name.column))
    if value is None:
        return None
    lowest, highest = _RANGES_DEG[name]
    if not lowest <= value <= highest:
        raise ValueError(
            f"expected a {name.words} from {lowest:g} to {highest:g} degrees, got {value:g}"
            f"{_likely_cause(value, lowest, highest)}"
        )
    ends = [parse_number(row.text(f"{name}_{end}_deg")) for end in ("low", "high")]
    low, high = (value if end is None else end for end in ends)
    angle = Angle(value_deg=value, low_deg=low, high_deg=high)
    return Angle(value_deg=-value, low_deg=-high, high_deg=-low) if flip else angle


def _likely_cause(value: float, lowest: float, highest: float) -> str:
    """Say what a number that is no angle looks like; empty where it looks like nothing."""
    if abs(value) in USUAL_CODES:
        return ": a code for a missing value?"
    for digits in (1, 2, 3):
        if value.is_integer() and lowest <= value / 10**digits <= highest:
            return f": has {value / 10**digits:g} lost its decimal mark?"
    return ""
