"""One row for every file that was looked at, measured or not. Columns are a contract: docs/method.md#results-table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from enum import Enum
from typing import TextIO

from thomas_test.core.analysis import Analysis, Outcome, Status
from thomas_test.core.errors import ImageError, ThomasTestError
from thomas_test.core.pelvis import PelvicLine
from thomas_test.core.quality import WarningCode, quality_field
from thomas_test.core.statements import NOTHING_STATED
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.core.version import __version__
from thomas_test.images.own_output import OWN_OUTPUT
from thomas_test.output.words import (
    hand_words,
    interval,
    knee_words,
    pattern_words,
    sentence,
    thigh_interval,
    thigh_words,
    warning_advice,
)

SKIPPED_REASON = "not_a_picture"
"""One reason to leave a file out; another one is that this package made it (`OWN_OUTPUT`)."""

UNREAD_REASON = "not_read"
"""The third one: the run was cancelled before the picture's turn."""


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """What became of one file; None or an empty text where there is no value. Angles are in degrees and unrounded.

    Attributes
    ----------
    file
        Path below the folder that was scored, ``/`` between its parts.
    status, reason
        What became of the file; the reason is a stable code, empty for a measured picture.
    quality
        ``good``, or warning codes joined by ``;``; empty where nothing was measured.
    thigh_angle_deg, thigh_low_deg, thigh_high_deg
        Thigh against the horizontal, + = knee below the hip, with its 95 % interval.
    knee_flexion_deg, knee_low_deg, knee_high_deg
        Knee flexion, 0 = straight, with its 95 % interval.
    horizon_tilt_deg
        + where a line that is level in the world rises to the right in the upright picture.
    model, model_sha256
        Joined by ``;`` where several networks read the picture; empty for points placed by hand.
    points_source
        Who placed the points.
    automatic_thigh_deg, automatic_knee_deg
        What was measured before a person corrected it; None where nobody did.
    landmark_thigh_deg, landmark_knee_deg
        The angles from the network's landmarks alone.
    readings
        How many readings of the picture were combined.
    subject, side, trial
        From the manifest, as written there.
    same_as
        The first file of the folder that shows the same picture, pixel for pixel; empty for that one itself.
    words
        The result in a sentence or two.
    pelvis, foot, pain
        What was stated about how the test was done; without it ``pattern`` is ``undecided``. Empty where nothing was.
    pelvic_line
        Through which points the line of the pelvis goes, where it was marked.
    pelvic_tilt_deg, pelvic_tilt_low_deg, pelvic_tilt_high_deg
        How far that line is tipped (+ forward), with its 95 % interval.
    thigh_to_pelvis_deg, thigh_to_pelvis_low_deg, thigh_to_pelvis_high_deg
        The thigh against that line; the thigh angle itself is against the horizontal in any case.
    low_back_gap
        How far the outline rises under the low back, in trunk lengths: a hint to look, no finding.
    lens_above_hip_deg
        How far above the hip the lens stands by the phone's gravity; None where the file is silent.
    lens_taken_off_deg
        What was taken off the thigh angle for that height, known or guessed; None for points placed by hand.
    privacy
        ``somebody_beside`` where somebody else was seen in the picture: their face is covered as far as it was found.
        Look at the annotated picture before you hand it on.
    """

    file: str
    status: Status
    reason: str = ""
    quality: str = ""
    tested_leg: str = ""
    head_towards: str = ""
    thigh_angle_deg: float | None = None
    thigh_low_deg: float | None = None
    thigh_high_deg: float | None = None
    knee_flexion_deg: float | None = None
    knee_low_deg: float | None = None
    knee_high_deg: float | None = None
    horizon_tilt_deg: float | None = None
    horizon_source: str = ""
    reaches_parallel: str = ""
    reaches_10_below: str = ""
    knee_near_90: str = ""
    pattern: str = ""
    model: str = ""
    model_sha256: str = ""
    version: str = ""
    points_source: str = ""
    preset: str = ""
    knee_tolerance_deg: float | None = None
    effort: str = ""
    automatic_thigh_deg: float | None = None
    automatic_knee_deg: float | None = None
    landmark_thigh_deg: float | None = None
    landmark_knee_deg: float | None = None
    readings: int | None = None
    subject: str = ""
    side: str = ""
    trial: str = ""
    same_as: str = ""
    seconds: float | None = None
    words: str = ""
    pelvis: str = ""
    foot: str = ""
    pain: str = ""
    pelvic_line: str = ""
    pelvic_tilt_deg: float | None = None
    pelvic_tilt_low_deg: float | None = None
    pelvic_tilt_high_deg: float | None = None
    thigh_to_pelvis_deg: float | None = None
    thigh_to_pelvis_low_deg: float | None = None
    thigh_to_pelvis_high_deg: float | None = None
    low_back_gap: float | None = None
    lens_above_hip_deg: float | None = None
    lens_taken_off_deg: float | None = None
    privacy: str = ""


BESIDE = "somebody_beside"
"""What the column ``privacy`` says where somebody else was seen."""

COLUMNS: tuple[str, ...] = tuple(column.name for column in fields(ResultRow))
"""The contract's columns in the contract's order, then ours."""


def package_version() -> str:
    """Version of this package, for every row and record; empty when it runs uninstalled."""
    return __version__


def row_of(analysis: Analysis, *, file: str | None = None) -> ResultRow:
    """The row of a picture that was read, measured or refused.

    Parameters
    ----------
    analysis
        What came of the picture.
    file
        The name in the table, where it differs from the analysis' own.
    """
    stated = None if analysis.stated == NOTHING_STATED else analysis.stated
    row = ResultRow(
        file=analysis.name if file is None else file,
        status=analysis.status,
        reason=analysis.refusal.code.value if analysis.refusal else "",
        model=";".join(model.name for model in analysis.read_by.models),
        model_sha256=";".join(model.sha256 for model in analysis.read_by.models),
        version=package_version(),
        preset=analysis.preset.name,
        knee_tolerance_deg=analysis.preset.knee_tolerance_deg,
        effort=analysis.read_by.effort or "",
        landmark_thigh_deg=analysis.evidence.landmark_thigh_deg,
        landmark_knee_deg=analysis.evidence.landmark_knee_deg,
        readings=analysis.evidence.readings,
        low_back_gap=analysis.evidence.low_back_gap,
        seconds=analysis.seconds,
        words=words_of(analysis),
        pelvis=stated.pelvis.value if stated else "",
        foot=stated.foot.value if stated else "",
        pain=stated.pain.value if stated else "",
        privacy=BESIDE if analysis.other_heads_px else "",
    )
    if analysis.outcome is None:
        return row
    placed = analysis.outcome.pose.source is PointsSource.HAND
    row = replace(
        row,
        lens_above_hip_deg=None if placed else analysis.evidence.lens_above_hip_deg,
        lens_taken_off_deg=None if placed else analysis.evidence.lens_taken_off_deg,
    )
    return _measured(row, analysis.outcome, analysis.automatic)


def _with_pelvis(row: ResultRow, line: PelvicLine | None) -> ResultRow:
    if line is None:
        return row
    return replace(
        row,
        pelvic_line=line.points.value,
        pelvic_tilt_deg=line.tilt.value_deg,
        pelvic_tilt_low_deg=line.tilt.low_deg,
        pelvic_tilt_high_deg=line.tilt.high_deg,
        thigh_to_pelvis_deg=line.thigh.value_deg,
        thigh_to_pelvis_low_deg=line.thigh.low_deg,
        thigh_to_pelvis_high_deg=line.thigh.high_deg,
    )


def _measured(row: ResultRow, outcome: Outcome, automatic: Outcome | None) -> ResultRow:
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    before = automatic.measurement if automatic else None
    return replace(
        _with_pelvis(row, outcome.pelvis),
        quality=quality_field(outcome.warnings),
        tested_leg=outcome.pose.tested_leg.value,
        head_towards=outcome.pose.head_towards.value,
        thigh_angle_deg=thigh.value_deg,
        thigh_low_deg=thigh.low_deg,
        thigh_high_deg=thigh.high_deg,
        knee_flexion_deg=knee.value_deg if knee else None,
        knee_low_deg=knee.low_deg if knee else None,
        knee_high_deg=knee.high_deg if knee else None,
        horizon_tilt_deg=outcome.level.tilt_deg,
        horizon_source=outcome.level.source.value,
        reaches_parallel=outcome.findings.reaches_parallel.value,
        reaches_10_below=outcome.findings.reaches_10_below.value,
        knee_near_90=outcome.findings.knee_near_90.value,
        pattern=outcome.findings.pattern.value,
        points_source=outcome.pose.source.value,
        automatic_thigh_deg=before.thigh.value_deg if before else None,
        automatic_knee_deg=before.knee.value_deg if before and before.knee else None,
    )


def row_of_error(file: str, error: ThomasTestError) -> ResultRow:
    """The row of a file that is a picture by its name and could not be read, or failed on the way.

    One that this package drew on is no failure: it was never meant to be measured, and is left out.
    """
    reason = error.reason if isinstance(error, ImageError) else "failed"
    status = Status.SKIPPED if reason == OWN_OUTPUT else Status.ERROR
    return ResultRow(file=file, status=status, reason=reason, version=package_version(), words=str(error))


def row_of_skipped(file: str) -> ResultRow:
    """The row of a file that is no picture by its name."""
    return _row_left_out(file, SKIPPED_REASON, "Not a picture by its name.")


def row_of_unread(file: str) -> ResultRow:
    """The row of a picture that was not read any more."""
    return _row_left_out(file, UNREAD_REASON, "Not read: the run was cancelled before its turn.")


def _row_left_out(file: str, reason: str, words: str) -> ResultRow:
    return ResultRow(file=file, status=Status.SKIPPED, reason=reason, version=package_version(), words=words)


def words_of(analysis: Analysis, *, pattern: bool = True) -> str:
    """Say the result in a sentence or two: measured and described, or why not.

    Parameters
    ----------
    analysis
        What became of a picture.
    pattern
        Whether to say which pattern goes with it, or why none is named. Of one photo of a check nothing is said: what
        was stated, and what follows from it, belongs to the leg.
    """
    if analysis.outcome is None:
        return analysis.refusal.words if analysis.refusal else ""
    by_hand = hand_words(analysis)
    words = _measured_words(analysis, analysis.outcome, pattern=pattern) + (f" {sentence(by_hand)}" if by_hand else "")
    if WarningCode.LEVELS_DISAGREE not in analysis.outcome.warnings:
        return words
    # the one warning whose words say something of this picture that no other column holds
    advice = warning_advice(WarningCode.LEVELS_DISAGREE, analysis.outcome.level, analysis.evidence.levels)
    return f"{words} {advice.what}"


def _measured_words(analysis: Analysis, outcome: Outcome, *, pattern: bool) -> str:
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    knee_part = knee_words(knee) + (f" ({interval(knee)})" if knee else "")
    leg = f"{outcome.pose.tested_leg.value} {thigh_words(thigh)} ({thigh_interval(thigh, beside=True)}), {knee_part}"
    said = f" {sentence(pattern_words(outcome.findings, analysis.preset, analysis.stated))}" if pattern else ""
    return sentence(leg) + said


_DECIMALS = 3
"""A thousandth of a degree: far below what a picture tells, so that nothing is lost by writing."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection). Names are made by strangers."""


def write_csv(rows: Iterable[ResultRow], stream: TextIO) -> None:
    """Write the table to a text stream that was opened with ``newline=""`` and UTF-8.

    A ``file`` that a spreadsheet would take for a formula is written as ``./name``: still the path of the same file.
    Any other such text gets an apostrophe in front, which spreadsheets hide.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = dict(zip(COLUMNS, astuple(row), strict=True))
        file = f"./{row.file}" if row.file.startswith(_FORMULA_STARTS) else row.file
        writer.writerow([file, *(_cell(values[column]) for column in COLUMNS if column != "file")])


def csv_text(rows: Iterable[ResultRow]) -> str:
    """The table as text, for a download."""
    stream = io.StringIO(newline="")
    write_csv(rows, stream)
    return stream.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
