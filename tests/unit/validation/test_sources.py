from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thomas_test.core.angles import Angle
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.validation.records import AngleName, LeftOutReason, Table
from thomas_test.validation.sources import read_source

Write = Callable[..., Path]


def test_a_row_of_our_results_brings_its_interval(write: Write) -> None:
    """A measured row has both angles with their intervals, the leg found and the preset used."""
    source = read_source(
        write(
            "results.csv",
            """file,status,tested_leg,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg,preset,subject
               ./=a.jpg,measured,left,-2.5,-5,0,61,mills,'=S1
               b.jpg,refused,,,,,,,""",
        ),
        Table.RESULTS,
    )
    first, second = source.readings
    assert source.presets == {("mills", "")}
    assert (first.file, first.subject, first.tested_leg, first.side) == ("=a.jpg", "=S1", Side.LEFT, None)
    assert first.angles[AngleName.THIGH] == Angle(value_deg=-2.5, low_deg=-5.0, high_deg=0.0)
    assert first.angles[AngleName.KNEE] == Angle(value_deg=61.0, low_deg=61.0, high_deg=61.0)
    assert (second.status, second.angles) == ("refused", {})


def test_flipping_turns_the_thigh_and_leaves_the_knee(write: Write) -> None:
    """With the other convention the thigh changes its sign and its interval its ends."""
    text = "subject,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg\nS1,-12,-14,-9,55"
    (reading,) = read_source(write("r.csv", text), Table.REFERENCE, flip_thigh=True).readings
    assert reading.angles[AngleName.THIGH] == Angle(value_deg=12.0, low_deg=9.0, high_deg=14.0)
    assert reading.angles[AngleName.KNEE].value_deg == 55.0


@pytest.mark.parametrize(
    ("cells", "reason", "angle"),
    [
        ("a.jpg,left,200,60", LeftOutReason.OUT_OF_RANGE, AngleName.THIGH),
        ("a.jpg,left,3,-60", LeftOutReason.OUT_OF_RANGE, AngleName.KNEE),  # the knee has one sign
        ("a.jpg,left,3,sixty", LeftOutReason.NOT_A_NUMBER, AngleName.KNEE),
        ("a.jpg,left,abc,60", LeftOutReason.NOT_A_NUMBER, AngleName.THIGH),
        ("a.jpg,left,inf,60", LeftOutReason.NOT_A_NUMBER, AngleName.THIGH),
        ("a.jpg,both,3,60", LeftOutReason.NO_NAME, None),
        (",left,3,60", LeftOutReason.NO_NAME, None),
    ],
)
def test_what_cannot_be_read_is_listed_with_its_line(
    cells: str, reason: LeftOutReason, angle: AngleName | None, write: Write
) -> None:
    """A cell that cannot be right costs that angle, a row without a name costs the row; both are listed."""
    source = read_source(write("r.csv", f"file,side,thigh_angle_deg,knee_flexion_deg\n{cells}"), Table.REFERENCE)
    (out,) = source.left_out
    assert (out.line, out.reason, out.angle) == (2, reason, angle)
    assert source.rows == 1
    if angle is not None:
        assert angle not in source.readings[0].angles
        assert len(source.readings[0].angles) == 1


def test_a_value_outside_its_own_interval_is_not_used(write: Write) -> None:
    """A table that contradicts itself is not believed."""
    text = "file,thigh_angle_deg,thigh_low_deg,thigh_high_deg\na.jpg,9,-1,1"
    (out,) = read_source(write("r.csv", text), Table.RESULTS).left_out
    assert (out.reason, out.angle) == (LeftOutReason.OUT_OF_RANGE, AngleName.THIGH)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("file,subject", "thigh_angle_deg or knee_flexion_deg"),
        ("side,thigh_angle_deg", "a column file"),
        ("file:thigh_angle_deg,", "alone: separate the columns by commas, semicolons or tabs"),
    ],
)
def test_a_table_without_angles_or_names_is_refused(header: str, message: str, write: Write) -> None:
    """The message names the columns that are missing and those that are there."""
    with pytest.raises(UsageError, match=message):
        read_source(write("r.csv", f"{header}\n1,2"), Table.REFERENCE)
