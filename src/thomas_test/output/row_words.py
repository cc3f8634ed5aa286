"""A row of the results as people read it: the same words in the folder's page and in the app's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thomas_test.core.analysis import Status
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import PRESETS, Preset, Verdict, assess
from thomas_test.core.quality import RefusalCode
from thomas_test.core.statements import NOTHING_STATED
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.rows import ResultRow
from thomas_test.output.words import FlagLine, degrees, interval, side_of_zero, thigh_interval

STATUS_SIGNS: Mapping[Status, str] = {Status.MEASURED: "●", Status.REFUSED: "○", Status.ERROR: "△", Status.SKIPPED: "·"}
"""A sign beside every status: nothing is said by colour alone."""

STATUS_WORDS: Mapping[Status, str] = {
    Status.MEASURED: "measured",
    Status.REFUSED: "refused",
    Status.ERROR: "not readable",
    Status.SKIPPED: "left out",
}
"""What people read for a status; the table has its code."""

_KNEE = "knee_near_90"
FLAG_COLUMNS = ("reaches_parallel", "reaches_10_below", _KNEE)
"""The flags in their order."""


@dataclass(frozen=True, kw_only=True)
class RowWords:
    """What stands in a row; empty texts where there is nothing to say.

    Attributes
    ----------
    status, status_sign
        What became of the file.
    hand
        What a person had to do with it: ``corrected by hand``, ``by hand``.
    why
        Why nothing was measured.
    leg
        The person's own side.
    thigh, thigh_interval, knee, knee_interval
        The angles with their 95 % intervals.
    flags
        Empty where nothing was measured.
    """

    status: str
    status_sign: str
    hand: str
    why: str
    leg: str
    thigh: str
    thigh_interval: str
    knee: str
    knee_interval: str
    flags: tuple[FlagLine, ...]


def row_in_words(row: ResultRow) -> RowWords:
    """Say a row in words."""
    thigh, knee = thigh_of(row), knee_of(row)
    return RowWords(
        status=STATUS_WORDS[row.status],
        status_sign=STATUS_SIGNS[row.status],
        hand=hand_mark(row),
        why=why_not_measured(row),
        leg=row.tested_leg,
        thigh=_thigh(thigh.value_deg) if thigh else "",
        thigh_interval=thigh_interval(thigh, beside=True) if thigh else "",
        knee=degrees(knee.value_deg) if knee else "",
        knee_interval=interval(knee) if knee else "",
        flags=flags_of(row),
    )


def _thigh(thigh_deg: float) -> str:
    """Where the thigh lies, short: of what it is above or below the column's heading says."""
    side = side_of_zero(thigh_deg, "below", "above")
    return f"{degrees(abs(thigh_deg))} {side}" if side else "level"


def thigh_of(row: ResultRow) -> Angle | None:
    """The thigh angle of a row; None where nothing was measured."""
    return Angle.known(row.thigh_angle_deg, row.thigh_low_deg, row.thigh_high_deg)


def knee_of(row: ResultRow) -> Angle | None:
    """The knee flexion of a row; None where it was not measured."""
    return Angle.known(row.knee_flexion_deg, row.knee_low_deg, row.knee_high_deg)


def flags_of(row: ResultRow) -> tuple[FlagLine, ...]:
    """The flags of a row, labelled by their columns; empty where nothing was measured."""
    said = [(column, getattr(row, column)) for column in FLAG_COLUMNS]
    return tuple(
        FlagLine(code=column, label=column, verdict=Verdict(value), usual=column == _KNEE and _knee_as_most(row))
        for column, value in said
        if value
    )


def _knee_as_most(row: ResultRow) -> bool:
    """Whether the knee does not meet its flag as most knees do not: the table has no column for that."""
    thigh, knee, tolerance_deg = thigh_of(row), knee_of(row), row.knee_tolerance_deg
    if thigh is None or knee is None or tolerance_deg is None or row.preset not in PRESETS:
        return False
    preset = Preset.named(row.preset).with_knee_tolerance(tolerance_deg)
    return assess(Measurement(thigh=thigh, knee=knee), preset, NOTHING_STATED).knee_as_most


def flag_titles(preset: Preset) -> dict[str, str]:
    """What the flags are called over their columns, by these, with the preset's own thresholds."""
    parallel = "Parallel" if preset.parallel_deg == 0 else f"{preset.parallel_deg:g}°"
    titles = (parallel, f"{preset.below_deg:g}° below", f"Knee near {preset.knee_deg:g}°")
    return dict(zip(FLAG_COLUMNS, titles, strict=True))


def hand_mark(row: ResultRow) -> str:
    """What a person had to do with a row, in a word or three; empty for a reading that nobody changed."""
    if row.automatic_thigh_deg is not None:
        return "corrected by hand"
    return "by hand" if row.points_source == PointsSource.HAND.value else ""


def why_not_measured(row: ResultRow) -> str:
    """Say in one sentence why nothing was measured; empty beside a measured picture."""
    if row.status is Status.MEASURED:
        return ""
    try:
        return RefusalCode(row.reason).advice.what
    except ValueError:
        return row.words
