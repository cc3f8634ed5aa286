from dataclasses import replace

import pytest

from support.analyses import make_analysis, make_refusal
from thomas_test.cli.score import HEADINGS, remarkable_rows, rows_to_show, table_rows
from thomas_test.core.errors import ImageError
from thomas_test.core.quality import WarningCode
from thomas_test.output.rows import ResultRow, row_of, row_of_error, row_of_skipped

MEASURED = row_of(make_analysis(thigh_deg=-4.0, knee_deg=81.0, warnings=(WarningCode.DIM, WarningCode.SOFT_FOCUS)))
REFUSED = row_of(make_refusal())
ERROR = row_of_error("broken.jpg", ImageError("x", reason="no_permission"))
SKIPPED = row_of_skipped("notes.txt")


def test_a_measured_picture_has_its_numbers_and_signs() -> None:
    """Leg, angles with half their interval, three signs, and the warnings in words."""
    (line,) = table_rows([MEASURED])
    assert line == ("photo.jpg", "right", "−4.0° ±3.0", "81.0° ±3.0", "✗ ✗ ?", "soft focus, dim")
    assert len(line) == len(HEADINGS)


def test_a_knee_that_was_not_assessed_has_a_dash() -> None:
    """Could not measure is never a number."""
    (line,) = table_rows([row_of(make_analysis(thigh_deg=-4.0, knee_deg=None))])
    assert line[3:5] == ("–", "✗ ✗ –")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (REFUSED, "refused: nobody lying"),
        (ERROR, "error: no permission"),
        (SKIPPED, "skipped: not a picture"),
    ],
    ids=["refused", "error", "skipped"],
)
def test_what_was_not_measured_says_why(row: ResultRow, words: str) -> None:
    """The reason stands where a measured picture has its quality; the numbers' places are empty."""
    assert table_rows([row]) == [(row.file, "", "", "", "", words)]


@pytest.mark.parametrize(
    ("kinds", "most", "shown"),
    [
        ("mmm", 5, "012"),  # there is room for all
        ("mmmmr", 3, "014"),  # the refused one first, then the first others, in the folder's order
        ("rmeme", 4, "0124"),
        ("mrsre", 2, "134"),  # more failures than room: all of them, and nothing else
        ("smm", 1, "0"),  # skipped files are no failures
        ("", 3, ""),
    ],
)
def test_a_short_table_hides_no_failure(kinds: str, most: int, shown: str) -> None:
    """Measured (m) and skipped (s) files give way to refused (r) and unreadable (e) ones."""
    rows = {"m": MEASURED, "r": REFUSED, "e": ERROR, "s": SKIPPED}
    named = [replace(rows[kind], file=str(number)) for number, kind in enumerate(kinds)]
    assert "".join(row.file for row in rows_to_show(named, sum(kind in "re" for kind in kinds), most)) == shown


def test_rows_that_more_is_said_of_are_counted_and_one_is_named() -> None:
    """The same picture again, our own output, somebody else in it, the other leg: no more of a large folder is kept."""
    kinds = {"same_as": "a.jpg", "reason": "own_output", "privacy": "somebody_beside", "side": "left"}
    rows = [replace(MEASURED, file=f"{kind} {number}", **{kind: kinds[kind]}) for number in range(3) for kind in kinds]
    found = remarkable_rows([MEASURED, *rows])
    assert [some.count for some in found] == [3, 3, 3, 3]
    assert [some.first and some.first.file for some in found] == [f"{kind} 0" for kind in kinds]
    agreeing = replace(MEASURED, side="right")
    assert [(some.count, some.first) for some in remarkable_rows([MEASURED, agreeing])] == [(0, None)] * 4
