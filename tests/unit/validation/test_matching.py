from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.validation.matching import Matching, match
from thomas_test.validation.records import AngleName, LeftOutReason, Table
from thomas_test.validation.sources import read_source

Write = Callable[..., Path]
Match = Callable[[str, str], Matching]


@pytest.fixture
def matched(write: Write) -> Match:
    """Match two tables given as text."""

    def _matched(results: str, reference: str) -> Matching:
        return match(
            read_source(write("results.csv", results), Table.RESULTS),
            read_source(write("reference.csv", reference), Table.REFERENCE),
        )

    return _matched


@pytest.mark.parametrize(
    ("results", "reference", "pairs"),
    [
        # two pictures on a system that tells them apart
        ("A.jpg,10\na.jpg,20", "A.jpg,11\na.jpg,22", [(10.0, 11.0), (20.0, 22.0)]),
        # the reference has one of them, exactly
        ("A.jpg,10\na.jpg,20", "a.jpg,22", [(20.0, 22.0)]),
        # the results have one of them: the other one is nobody's
        ("a.jpg,20", "A.jpg,11\na.jpg,22", [(20.0, 22.0)]),
        # neither is exact: nothing is guessed
        ("A.jpg,10\na.jpg,20", "a.JPG,11", []),
        ("day1/IMG_1.JPG,10", "IMG_1.jpg,11", [(10.0, 11.0)]),
        ("Shot 9.41\u202fAM.jpg,10", "Shot 9.41 AM.jpg,11", [(10.0, 11.0)]),
    ],
)
def test_names_that_differ_in_case_or_spaces(
    results: str, reference: str, pairs: list[tuple[float, float]], matched: Match
) -> None:
    """Exactly first; loosely where one alone is meant."""
    head = "file,thigh_angle_deg\n"
    found = matched(head + results, head + reference).pairs
    assert [(p.tool.angles[AngleName.THIGH].value_deg, p.reference_deg(AngleName.THIGH)) for p in found] == pairs


@pytest.mark.parametrize(
    ("results", "reference", "pairs"),
    [
        ("001,1,10", "1,1.0,11", [(10.0, 11.0)]),  # a spreadsheet took the zeros
        ("1.0,01,10", "1,1,11", [(10.0, 11.0)]),
        ("001,1,10\n1,1,20", "1,1,22\n001,1,11", [(10.0, 11.0), (20.0, 22.0)]),  # two persons
        ("001,1,10\n01,1,20", "1,1,22", []),  # either could be meant
        ("S1,1,10", "s1,1,11", [(10.0, 11.0)]),
    ],
)
def test_persons_whose_zeros_were_lost(
    results: str, reference: str, pairs: list[tuple[float, float]], matched: Match
) -> None:
    """001, 1 and 1.0 are one person, unless a table has several of them."""
    head = "subject,trial,thigh_angle_deg\n"
    found = matched(head + results, head + reference).pairs
    assert [(p.tool.angles[AngleName.THIGH].value_deg, p.reference_deg(AngleName.THIGH)) for p in found] == pairs


def test_the_same_picture_counts_once(matched: Match) -> None:
    """Scored under two names, and referenced under both: one pair, the other left out with the reason."""
    results = "file,status,same_as,thigh_angle_deg\na.jpg,measured,,10\nb.jpg,measured,a.jpg,10\nc.jpg,measured,,5"
    matching = matched(results, "file,thigh_angle_deg\na.jpg,11\nb.jpg,11\nc.jpg,4")
    assert [pair.tool.file for pair in matching.pairs] == ["a.jpg", "c.jpg"]
    assert ("results", 3, "duplicate") in _reasons(matching)


def _reasons(matching: Matching) -> list[tuple[str, int, str]]:
    return [(row.table.value, row.line, row.reason.value) for row in matching.left_out]


@pytest.mark.parametrize(
    ("results", "reference", "by"),
    [
        ("file,thigh_angle_deg\na.jpg,1", "file,thigh_angle_deg\na.jpg,2", "file"),
        ("file,thigh_angle_deg\nDay1/A.JPG,1", "file,thigh_angle_deg\na.jpg,2", "file"),  # folder and case differ
        ("file,thigh_angle_deg\nday1/a.jpg,1", "file,thigh_angle_deg\nC:\\study\\day1\\a.jpg,2", "file"),
        (
            "file,subject,side,trial,thigh_angle_deg\na.jpg,S1,L,1,1",
            "subject,side,trial,thigh_angle_deg\ns1,left,1.0,2",  # no file: a goniometer has none
            "subject, side, trial",
        ),
        (
            "file,status,tested_leg,subject,thigh_angle_deg\na.jpg,measured,right,S1,1",
            "subject,side,thigh_angle_deg\nS1,R,2",  # the leg that our software found
            "subject, side",
        ),
        ("file,subject,thigh_angle_deg\na.jpg,S1,1", "subject,thigh_angle_deg\nS1,2", "subject"),
        (
            "file,subject,thigh_angle_deg\na.jpg,S1,1",
            "file,subject,thigh_angle_deg\nrenamed.jpg,S1,2",  # no such file, but the person is there
            "subject",
        ),
    ],
)
def test_a_reference_row_finds_its_picture(results: str, reference: str, by: str, matched: Match) -> None:
    """By the file's name, whichever system wrote it; else by what both tables say about the person."""
    matching = matched(results, reference)
    assert dict(matching.matched_by) == {by: 1}
    (pair,) = matching.pairs
    assert pair.tool.angles[AngleName.THIGH].value_deg == 1.0
    assert pair.reference_deg(AngleName.THIGH) == 2.0
    assert matching.left_out == ()


@pytest.mark.parametrize(
    ("results", "reference", "left_out"),
    [
        (
            "file,thigh_angle_deg\nday1/a.jpg,1\nday2/a.jpg,3",
            "file,thigh_angle_deg\na.jpg,2",
            [
                ("results", 2, "missing_in_reference"),
                ("results", 3, "missing_in_reference"),
                ("reference", 2, "ambiguous"),
            ],
        ),
        (
            "file,thigh_angle_deg\nday1/a.jpg,1",
            "file,thigh_angle_deg\nday2/a.jpg,2",  # the same name in another folder is another picture
            [("results", 2, "missing_in_reference"), ("reference", 2, "missing_in_results")],
        ),
        (
            "file,subject,thigh_angle_deg\na.jpg,S1,1\nb.jpg,S1,3",
            "subject,thigh_angle_deg\nS1,2",  # which of both pictures?
            [
                ("results", 2, "missing_in_reference"),
                ("results", 3, "missing_in_reference"),
                ("reference", 2, "ambiguous"),
            ],
        ),
        (
            "file,subject,thigh_angle_deg\na.jpg,S1,1",
            "file,subject,thigh_angle_deg\na.jpg,S2,2",  # the file says S1
            [("results", 2, "missing_in_reference"), ("reference", 2, "contradiction")],
        ),
        (
            "file,thigh_angle_deg\na.jpg,1\na.jpg,1\nb.jpg,1\nb.jpg,9",
            "file,thigh_angle_deg\na.jpg,2\na.jpg,2\na.jpg,2",
            [
                ("results", 3, "duplicate"),
                ("results", 4, "conflict"),
                ("results", 5, "conflict"),
                ("reference", 3, "duplicate"),
                ("reference", 4, "duplicate"),
            ],
        ),
        (
            "file,status,reason,thigh_angle_deg\na.jpg,refused,leg_hidden,\nb.jpg,error,unreadable,\nc.txt,skipped,,",
            "file,thigh_angle_deg\na.jpg,2",
            [("results", 2, "refused"), ("results", 3, "error"), ("results", 4, "skipped")],
        ),
        (
            "file,thigh_angle_deg\na.jpg,1",
            "file,status,thigh_angle_deg\na.jpg,refused,",  # another results file as the reference
            [("reference", 2, "refused")],
        ),
        (
            "file,thigh_angle_deg,knee_flexion_deg\na.jpg,1,\nb.jpg,1,60",
            "file,thigh_angle_deg,knee_flexion_deg\na.jpg,2,61\nb.jpg,,61",
            [("results", 2, "no_number"), ("reference", 3, "no_number")],
        ),
        (
            "file,thigh_angle_deg\na.jpg,1",
            "file,thigh_angle_deg\na.jpg,n/a",
            [("reference", 2, "no_number")],
        ),
        (
            "file,status,thigh_angle_deg,knee_flexion_deg\na.jpg,measured,1,60\nb.jpg,measured,1,60",
            "file,thigh_angle_deg,knee_flexion_deg\na.jpg,-99,61\nb.jpg,-99,99",  # one angle emptied, the whole row
            [("reference", 2, "missing_code"), ("reference", 3, "missing_code"), ("reference", 3, "missing_code")],
        ),
        (
            "file,status,thigh_angle_deg,knee_flexion_deg\na.jpg,measured,1,sixty\nb.jpg,measured,1,60",
            "file,thigh_angle_deg,knee_flexion_deg\na.jpg,2,61\nb.jpg,nine,999",
            [("results", 2, "not_a_number"), ("reference", 3, "not_a_number"), ("reference", 3, "out_of_range")],
        ),
    ],
)
def test_who_is_left_out_is_listed_with_the_reason(
    results: str, reference: str, left_out: list[tuple[str, int, str]], matched: Match
) -> None:
    """Every row, or angle of a row, that takes no part stands in the list once, with its line."""
    assert _reasons(matched(results, reference)) == left_out


def test_the_whole_path_comes_before_its_end(matched: Match) -> None:
    """A name that is one picture's whole path is that picture, though another one's path ends alike."""
    (pair,) = matched("file,thigh_angle_deg\nday1/a.jpg,1\na.jpg,3", "file,thigh_angle_deg\na.jpg,2").pairs
    assert pair.tool.file == "a.jpg"


def test_raters_are_kept_apart_and_averaged(matched: Match) -> None:
    """The reference is the mean of the raters who read the angle; each one's value stays."""
    matching = matched(
        "file,thigh_angle_deg,knee_flexion_deg\na.jpg,1,60",
        "file,rater,thigh_angle_deg,knee_flexion_deg\na.jpg,A,2,50\na.jpg,B,4,",
    )
    (pair,) = matching.pairs
    assert pair.reference_deg(AngleName.THIGH) == 3.0
    assert pair.reference_deg(AngleName.THIGH, "B") == 4.0
    assert pair.reference_deg(AngleName.KNEE) == 50.0
    assert pair.reference_deg(AngleName.KNEE, "B") is None


def test_numbered_readings_by_one_rater_are_averaged(matched: Match) -> None:
    """A rater who read one picture twice, numbered in the column trial, counts once with the mean."""
    matching = matched("file,thigh_angle_deg\na.jpg,1", "file,trial,thigh_angle_deg\na.jpg,1,2\na.jpg,2,4")
    assert matching.averaged == 1
    assert matching.pairs[0].reference_deg(AngleName.THIGH) == 3.0


def test_unnumbered_readings_by_one_rater_are_not_guessed_at(matched: Match) -> None:
    """Two different numbers by one rater for one picture: neither is used."""
    matching = matched("file,thigh_angle_deg\na.jpg,1", "file,thigh_angle_deg\na.jpg,2\na.jpg,4")
    assert matching.pairs == ()
    assert [row.reason for row in matching.left_out if row.table is Table.REFERENCE] == [LeftOutReason.CONFLICT] * 2


def test_a_leg_named_differently_takes_part_and_is_marked(matched: Match) -> None:
    """A picture whose leg the tool got wrong counts: leaving it out would flatter the tool."""
    matching = matched(
        "file,status,tested_leg,thigh_angle_deg\na.jpg,measured,left,1\nb.jpg,measured,left,1",
        "file,side,thigh_angle_deg\na.jpg,R,2\nb.jpg,L,2",
    )
    assert [pair.legs_differ for pair in matching.pairs] == [True, False]
    assert matching.pairs[0].side is Side.RIGHT


def test_pictures_of_one_person_share_a_cluster(matched: Match) -> None:
    """The person is known from either table; pictures that name nobody stand alone."""
    matching = matched(
        "file,subject,thigh_angle_deg\na.jpg,S1,1\nb.jpg,,1\nc.jpg,,1\nd.jpg,,1",
        "file,subject,thigh_angle_deg\na.jpg,,2\nb.jpg,s1,2\nc.jpg,,2\nd.jpg,,2",
    )
    clusters = [pair.cluster for pair in matching.pairs]
    assert clusters[0] == clusters[1]
    assert len(set(clusters)) == 3


def test_referenced_pictures_are_counted_measured_or_not(matched: Match) -> None:
    """Of the pictures that have a reference, the share that was measured can be told."""
    matching = matched(
        "file,status,thigh_angle_deg\na.jpg,measured,1\nb.jpg,refused,\nc.jpg,refused,",
        "file,thigh_angle_deg\na.jpg,2\nb.jpg,2",
    )
    assert [measured for measured, _ in matching.referenced] == [True, False]


def test_results_of_several_readers_are_refused(matched: Match) -> None:
    """Whose readings are checked must be clear."""
    with pytest.raises(UsageError, match=r"one reader in results\.csv, got A, B"):
        matched("file,rater,thigh_angle_deg\na.jpg,A,1\na.jpg,B,1", "file,thigh_angle_deg\na.jpg,2")
