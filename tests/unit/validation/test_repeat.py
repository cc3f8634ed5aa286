"""Two sessions of the same people: how well the test repeats, and the clinic's own figures out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from thomas_test.core.errors import UsageError
from thomas_test.core.repeatability import PUBLISHED, open_repeatability
from thomas_test.validation import ValidationReport, summary, validate, write_repeatability, write_validation_page
from thomas_test.validation.agreement import Estimate
from thomas_test.validation.page import page_html

Write = Callable[..., Path]

MONDAY = """file,subject,tested_leg,side,status,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg
m1.jpg,S1,left,left,measured,1,-2,4,60
m2.jpg,S2,left,left,measured,-6,-9,-3,55
m3.jpg,S3,left,left,measured,12,9,15,48
m4.jpg,S4,left,left,measured,3,0,6,50"""

FRIDAY = """file,subject,tested_leg,side,status,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg
f1.jpg,S1,left,left,measured,3,0,6,62
f2.jpg,S2,left,left,measured,-7,-10,-4,53
f3.jpg,S3,left,left,measured,10,7,13,50
f4.jpg,S4,left,left,measured,4,1,7,47"""


@pytest.fixture
def sessions(write: Write) -> ValidationReport:
    """Four people, tested twice."""
    return validate(write("monday.csv", MONDAY), write("friday.csv", FRIDAY), repeat=True)


def test_two_sessions_are_called_so(sessions: ValidationReport) -> None:
    """No reference, no bias, no tool: sessions, a mean change, and what both figures describe."""
    text, page = summary(sessions), page_html(sessions)
    assert "mean change      0.00° [−2.91 to 2.91] (first session − second session)" in text  # which way it counts
    assert "bias  " not in text
    assert "second session inside the first one's" in text
    assert "<h1>How well the test repeats</h1>" in page
    assert "Mean change (first session − second session)" in page
    assert "the whole test repeated as in these sessions" in page
    assert "not the tool repeated" not in page


def test_the_clinic_s_own_figures_become_a_file(sessions: ValidationReport, tmp_path: Path) -> None:
    """MDC95 of each angle with who was tested; the legs' is the thigh's; reports can read it back."""
    write_validation_page(sessions, tmp_path)
    own = open_repeatability(write_repeatability(sessions, tmp_path).read_bytes())
    thigh, knee = (one.minimal_detectable_change.value for one in sessions.agreements)
    assert thigh is not None
    assert knee is not None
    assert own.thigh.degrees == own.sides.degrees == pytest.approx(thigh, abs=0.05)
    assert own.knee.degrees == own.knee_other_day.degrees == pytest.approx(knee, abs=0.05)
    assert own.thigh.source == "measured here: monday.csv and friday.csv, 4 persons, 4 pairs"


def test_what_could_not_be_computed_stays_as_published(write: Write) -> None:
    """Two people are too few for a standard error."""
    two = ["\n".join(table.splitlines()[:3]) for table in (MONDAY, FRIDAY)]
    report = validate(write("a.csv", two[0]), write("b.csv", two[1]), repeat=True)
    from thomas_test.validation.repeatability import own_repeatability

    assert own_repeatability(report) == PUBLISHED


def test_one_table_given_twice_tells_nothing(write: Write) -> None:
    """What floating point leaves of equal sessions is no minimal detectable change."""
    report = validate(write("a.csv", MONDAY), write("b.csv", MONDAY.replace("m1", "x1")), repeat=True)
    from thomas_test.validation.repeatability import own_repeatability

    tiny = [replace(one, minimal_detectable_change=Estimate(value=4e-15)) for one in report.agreements]
    assert own_repeatability(replace(report, agreements=tuple(tiny))) == PUBLISHED


def test_the_same_photos_read_again_are_noticed(write: Write) -> None:
    """Saved anew, they differ by tenths of a degree: less than reading one photo twice does, and no repeated test."""
    again = MONDAY.replace("measured,1,", "measured,1.2,").replace(",55", ",55.3")
    report = validate(write("a.csv", MONDAY), write("b.csv", again), repeat=True)
    assert [note[:32] for note in report.notes if "read from the same photos" in note] == [
        "The MDC95 of the thigh angle, 0.",
        "The MDC95 of the knee flexion, 0",
    ]
    friday = validate(write("a.csv", MONDAY), write("b.csv", FRIDAY), repeat=True)
    reference = validate(write("a.csv", MONDAY), write("b.csv", again))
    assert not any("same photos" in note for one in (friday, reference) for note in one.notes)


def test_a_comparison_with_a_reference_is_no_repetition(write: Write, tmp_path: Path) -> None:
    """A goniometer's error is not that of repeating."""
    report = validate(write("monday.csv", MONDAY), write("friday.csv", FRIDAY))
    with pytest.raises(UsageError, match="two sessions"):
        write_repeatability(report, tmp_path)


def test_kappa_of_all_stands_beside_that_of_the_decided(sessions: ValidationReport) -> None:
    """On the console, too: leaving the borderline ones out flatters."""
    text = summary(sessions)
    assert text.count("  decided          kappa") == text.count("  all, by value    kappa") == 3


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"schema": "thomas-test.analysis", "schema_version": 1}', b"x"])
def test_another_file_is_no_repeatability(data: bytes) -> None:
    """In words, whatever it is."""
    with pytest.raises(UsageError, match="expected"):
        open_repeatability(data)
