from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from thomas_test.core.criteria import PRESETS
from thomas_test.core.errors import UsageError
from thomas_test.validation import AngleName, ValidationReport, validate
from thomas_test.validation import extra as extra_module

Write = Callable[..., Path]

RESULTS = """file,status,reason,tested_leg,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg,preset
a.jpg,measured,,left,1,-2,4,60,guide
b.jpg,measured,,right,-6,-9,-3,55,guide
c.jpg,measured,,left,12,9,15,,guide
d.jpg,refused,leg_hidden,,,,,,
e.jpg,measured,,left,3,0,6,50,guide"""

REFERENCE = """file,subject,side,thigh_angle_deg,knee_flexion_deg
a.jpg,S1,L,2,61
b.jpg,S2,R,-5,52
c.jpg,S3,L,10,58
d.jpg,S4,L,4,58
z.jpg,S9,L,4,58"""


def _report(write: Write, reference: str = REFERENCE, results: str = RESULTS, **options: object) -> ValidationReport:
    return validate(write("results.csv", results), write("reference.csv", reference), **options)  # type: ignore[arg-type]


def test_two_files_become_a_report(write: Write) -> None:
    """Pairs, figures for both angles, flags, and who was left out come from the two files alone."""
    report = _report(write)
    thigh, knee = report.agreements
    assert (thigh.angle, thigh.pairs) == (AngleName.THIGH, 3)
    assert thigh.bias.value == pytest.approx(0.0)  # -1, -1, +2
    assert thigh.mean_absolute_error.value == pytest.approx(4 / 3)
    assert (knee.angle, knee.pairs) == (AngleName.KNEE, 2)
    assert report.read_share.value == pytest.approx(3 / 4)  # d was refused
    assert [(row.line, row.reason.value) for row in report.left_out] == [
        (4, "no_number"),
        (5, "refused"),
        (6, "missing_in_reference"),
        (6, "missing_in_results"),
    ]
    assert (report.results.rows, report.reference.rows) == (5, 5)
    assert [flag.flag for flag in report.flags] == ["reaches_parallel", "reaches_10_below", "knee_near_90"]
    assert report.preset == "guide"


def test_a_results_file_against_itself_agrees_completely(write: Write) -> None:
    """Our own results file will do as the reference: no bias, ICC 1."""
    report = _report(write, reference=RESULTS)
    assert [one.bias.value for one in report.agreements] == [0.0, 0.0]
    assert report.agreements[0].icc.value == 1.0
    assert report.agreements[0].coverage.value == 1.0


def test_flipping_the_thigh_is_the_same_as_writing_it_flipped(write: Write) -> None:
    """A reference in the other convention gives the same figures with --flip-thigh."""
    flipped = "\n".join(
        line.replace(",2,61", ",-2,61").replace(",-5,52", ",5,52").replace(",10,58", ",-10,58")
        for line in REFERENCE.splitlines()
    )
    assert _report(write, flipped, flip_thigh=True).agreements == _report(write).agreements
    assert _report(write, flipped).agreements != _report(write).agreements


def test_thresholds_are_those_of_the_results_unless_named(write: Write) -> None:
    """The flags use the results' own preset and tolerance; another one must be asked for, and is noted."""
    mills = RESULTS.replace(",guide", ",mills")
    assert _report(write, results=mills).flags[1].threshold_deg == 15.0
    asked = _report(write, results=mills, preset=PRESETS["guide"])
    assert asked.flags[1].threshold_deg == 10.0
    assert any("made with the thresholds mills" in note for note in asked.notes)


def test_the_knee_tolerance_can_be_named(write: Write) -> None:
    """Beside a preset or the results' own; a tolerance other than theirs is noted."""
    assert _report(write).flags[2].threshold_deg == 80.0
    assert _report(write, knee_tolerance_deg=35.0).flags[2].threshold_deg == 55.0
    assert _report(write, preset=PRESETS["execp"], knee_tolerance_deg=7.0).flags[2].threshold_deg == 60.0
    told = RESULTS.replace("preset", "preset,knee_tolerance_deg").replace(",guide", ",guide,10.0")
    assert not any("thresholds" in note for note in _report(write, results=told, knee_tolerance_deg=10.0).notes)
    notes = _report(write, results=told, knee_tolerance_deg=20.0).notes
    assert any("guide with a knee tolerance of 10°; the flags here are all held against guide with" in n for n in notes)


def test_a_contradiction_is_named_where_nothing_is_left(write: Write) -> None:
    """The files are the same and somebody else is named: that is said, and not that the files must be the same."""
    results = "file,subject,thigh_angle_deg\na.jpg,S0,1\nb.jpg,S1,2"
    with pytest.raises(UsageError, match=r"line 2 \(a\.jpg\): .* another subject \('S0' there, 'P0' in") as caught:
        _report(write, "file,subject,thigh_angle_deg\na.jpg,P0,1\nb.jpg,P1,2", results)
    assert "must be the same" not in str(caught.value)


def test_a_reference_without_a_number_is_named_where_nothing_is_left(write: Write) -> None:
    """Its file is in the results: the cell is what is wrong."""
    with pytest.raises(UsageError, match=r"reference\.csv, line 2 \(a\.jpg\): 'abc' is no number"):
        _report(write, "file,thigh_angle_deg\na.jpg,abc")


def test_several_raters_are_compared_together_alone_and_with_each_other(write: Write) -> None:
    """Against their mean, against each, and among themselves."""
    rows = [("a", 2, 4), ("b", -5, -5), ("c", 10, 12), ("e", 3, 1)]
    reference = "file,rater,thigh_angle_deg\n" + "\n".join(
        f"{name}.jpg,{rater},{value}" for name, *values in rows for rater, value in zip("AB", values, strict=True)
    )
    report = _report(write, reference)
    assert report.agreements[0].against == "mean of the raters"
    assert [one.against for one in report.by_rater] == ["A", "B"]
    assert report.by_rater[0].bias.value == pytest.approx(0.0)  # -1, -1, +2, 0
    assert report.between_raters[0].targets == 4
    assert any("mean of 2 raters" in note for note in report.notes)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("file,thigh_angle_deg\nz.jpg,1", "no picture has an angle in both .*'a.jpg', of the other 'z.jpg'"),
        ("file,thigh_angle_deg\nd.jpg,1", "no picture has an angle in both"),  # refused by the tool
        ("file,thigh_angle_deg\na.jpg,", "no picture has an angle in both"),
        ("file,thigh_angle_deg", "no picture has an angle in both .*'no row'"),  # a header alone
    ],
)
def test_nothing_in_common_is_said_plainly(reference: str, message: str, write: Write) -> None:
    """Without a single pair there is no report but a message that says what was looked for."""
    with pytest.raises(UsageError, match=message):
        _report(write, reference)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_tiny_and_flat_tables_give_reasons_and_no_numbers(rows: int, write: Write) -> None:
    """One, two or three equal pairs: the bias, and for everything else why it was not computed."""
    body = "\n".join(f"{number}.jpg,5" for number in range(rows))
    table = f"file,thigh_angle_deg\n{body}"
    (thigh,) = _report(write, table, table).agreements
    assert thigh.bias.value == 0.0
    for figure in (thigh.lower_limit, thigh.upper_limit, thigh.icc, thigh.slope):
        assert figure.value is None
        assert figure.because


@pytest.mark.parametrize(
    ("tool", "reference", "words"),
    [
        ("thigh_angle_deg", [-5.0, 3.0, -12.0, 8.0, -1.0], "--flip-thigh"),
        ("knee_flexion_deg", [125.0, 117.0, 132.0, 112.0, 121.0], "included angle"),
    ],
)
def test_a_reference_that_counts_the_other_way_is_noticed(
    tool: str, reference: list[float], words: str, write: Write
) -> None:
    """A turned sign or an included angle is the likeliest mistake: the report names it, and changes nothing."""
    ours = [-value if tool.startswith("thigh") else 180 - value for value in reference]
    results = f"file,{tool}\n" + "\n".join(f"{i}.jpg,{value + 0.5}" for i, value in enumerate(ours))
    theirs = f"file,{tool}\n" + "\n".join(f"{i}.jpg,{value}" for i, value in enumerate(reference))
    assert any(words in note for note in _report(write, theirs, results).notes)
    right = f"file,{tool}\n" + "\n".join(f"{i}.jpg,{value}" for i, value in enumerate(ours))
    assert not any(words in note for note in _report(write, right, results).notes)


def test_without_subjects_the_report_says_what_that_means(write: Write) -> None:
    """Nobody named: every picture counts as another person, and the reader is told."""
    report = _report(write, "file,thigh_angle_deg\na.jpg,2\nb.jpg,-5")
    assert any("No subject is named" in note for note in report.notes)


def test_persons_who_come_more_than_once_are_noted(write: Write) -> None:
    """Three pairs of two persons: the figures allow for it, and the report says so."""
    report = _report(write, REFERENCE.replace("S2", "S1"))
    assert report.agreements[0].subjects == 2
    assert any("2 persons gave 3 pairs" in note for note in report.notes)


def test_without_the_extra_the_line_to_install_it_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a library is missing the message has the one line that helps."""
    monkeypatch.setattr(
        extra_module, "find_spec", lambda name: None if name == "statsmodels" else importlib.util.find_spec(name)
    )
    with pytest.raises(UsageError, match=r'needs statsmodels.*\n.*python -m pip install "thomas-test\[validate\]"'):
        _report(write)
