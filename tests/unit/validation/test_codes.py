"""Codes for missing values are asked about and never averaged in; angles that look like them are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thomas_test.core.errors import UsageError
from thomas_test.validation import ValidationReport, validate
from thomas_test.validation.codes import codes_of
from thomas_test.validation.records import LeftOutReason, Table
from thomas_test.validation.sources import read_source

Write = Callable[..., Path]


def left_out(path: Path, **choices: object) -> list[tuple[int, str]]:
    """The lines and angles that were taken for codes."""
    source = read_source(path, Table.REFERENCE, **choices)  # type: ignore[arg-type]
    return [(row.line, str(row.angle)) for row in source.left_out if row.reason is LeftOutReason.MISSING_CODE]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        # thigh, knee; the header is line 1
        (["-99,60.5", "5.5,61"], [(2, "thigh")]),
        (["99,60.5", "5.5,61"], [(2, "thigh")]),
        (["-99,99", "5.5,99", "3.5,61.5"], [(2, "thigh"), (2, "knee"), (3, "knee")]),  # the thigh's code, too
        (
            ["1.5,99", "2.5,99", "3.5,61.5", "4.5,70.5", "5.5,58.5"],
            [(2, "knee"), (3, "knee")],
        ),  # again and again
        (["-88,60.5", "-88,61.5"], [(2, "thigh"), (3, "thigh")]),
        (["-99,60", "-99,60", "-99,60"], [(2, "thigh"), (3, "thigh"), (4, "thigh")]),
        # angles
        (["1.5,99", "2.5,61.5", "3.5,70.5"], []),  # one knee bent so
        (["1,99", "2,99", "3,61", "4,70"], []),  # whole degrees, as a goniometer has them
        (["-9,60", "9,60"], []),
    ],
)
def test_codes_are_known_by_what_they_cannot_be(write: Write, rows: list[str], codes: list[tuple[int, str]]) -> None:
    """No hanging thigh reads 99; a knee may, unless the thighs have the code or it comes again among decimals."""
    lines = "\n".join(f"{number}.jpg,{row}" for number, row in enumerate(rows))
    table = write("t.csv", f"file,thigh_angle_deg,knee_flexion_deg\n{lines}")
    assert left_out(table) == codes
    assert left_out(table, flip_thigh=True) == codes


def test_a_person_says_which_numbers_are_codes(write: Write) -> None:
    """Named, they are left out, whichever they are, as they stand in the table; none of them is code with 'none'."""
    table = write("t.csv", "file,thigh_angle_deg,knee_flexion_deg\na.jpg,-99,90\nb.jpg,-1,99\nc.jpg,1,60")
    assert left_out(table, missing=codes_of("-1; 90")) == [(2, "knee"), (3, "thigh")]
    assert left_out(table, missing=codes_of("-1"), flip_thigh=True) == [(3, "thigh")]
    assert left_out(table, missing=codes_of("none")) == []
    assert codes_of(None) is None
    with pytest.raises(UsageError, match="expected numbers between commas"):
        codes_of("many")


def test_our_own_results_have_no_codes(write: Write) -> None:
    """An empty cell is how they say that there is no number."""
    assert left_out(write("t.csv", "file,status,thigh_angle_deg\na.jpg,measured,-99\nb.jpg,measured,5")) == []


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ("576", "has 57.6 lost its decimal mark"),
        ("15700", "has 157 lost its decimal mark"),
        ("999", "a code for a missing value"),
        ("-9999", "a code for a missing value"),
        ("200.5", "got 200.5"),
    ],
)
def test_a_number_that_is_no_angle_says_what_it_looks_like(write: Write, value: str, cause: str) -> None:
    """The true cause: a spreadsheet that took the decimal mark away, or a code."""
    source = read_source(write("t.csv", f"file,knee_flexion_deg\na.jpg,{value}\nb.jpg,60"), Table.REFERENCE)
    (row,) = source.left_out
    assert row.reason is LeftOutReason.OUT_OF_RANGE
    assert cause in row.words


def compared(write: Write, thighs: list[str], **choices: object) -> ValidationReport:
    """Compare eight pictures whose thighs are 1, 2 and so on by us, and these by the reference."""
    ours = "\n".join(f"{number}.jpg,measured,{number}.4" for number in range(1, 9))
    theirs = "\n".join(f"{number}.jpg,{thigh}" for number, thigh in enumerate(thighs, start=1))
    return validate(
        write("results.csv", f"file,status,thigh_angle_deg\n{ours}"),
        write("reference.csv", f"file,thigh_angle_deg\n{theirs}"),
        **choices,  # type: ignore[arg-type]
    )


def test_a_code_is_not_averaged_and_is_asked_about(write: Write) -> None:
    """Five pairs stay, their bias is their own, and the page asks."""
    report = compared(write, ["-99", "2.4", "3.4", "-99", "5.4", "6.4", "-99", "8.4"])
    assert report.agreements[0].pairs == 5
    assert report.agreements[0].bias.value == pytest.approx(0.0)
    assert any("3 angles" in note and "--missing none" in note for note in report.notes)
    assert not any("--missing" in note for note in compared(write, ["2.4"] * 8).notes)


def test_a_whole_column_without_its_decimal_marks_is_noticed(write: Write) -> None:
    """15,7 became 157 in all of them: within the range of angles, and ten times too large."""
    report = compared(write, ["16", "25", "34", "45", "53", "66", "75", "83"])
    assert any("lost their decimal mark" in note for note in report.notes)
    assert not any("decimal mark" in note for note in compared(write, ["2", "2", "3", "5", "5", "6", "8", "8"]).notes)
