from dataclasses import replace

import pytest

from support.examinations import make_front
from thomas_test.app.editor.second_photo import SecondPhoto, edited
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.second_view import FrontAnalysis, OtherViews, SecondView

READ = make_front(Side.LEFT)
KNEE, LONG_LINE = [380.0, 300.0], [[100.0, 700.0], [700.0, 680.0]]


@pytest.fixture
def second() -> SecondPhoto:
    """A photo from the feet as a network read it."""
    return SecondPhoto(ident="x", picture=None, photo=None, view=SecondView.FRONT, analysis=READ, first=READ)


def edit(second: SecondPhoto, kind: str, **what: object) -> SecondPhoto:
    """The photo after the editor's next report."""
    report = {"kind": kind, "seq": second.echo + 1, **what}
    return edited(second, report, leg=Side.LEFT, known=OtherViews())


def rotation_deg(analysis: FrontAnalysis | None) -> float:
    """The rotation that it shows."""
    assert analysis is not None
    assert analysis.measurement is not None
    assert analysis.measurement.rotation is not None
    return analysis.measurement.rotation.value_deg


def test_undo_takes_back_one_change_after_the_other(second: SecondPhoto) -> None:
    """First the level, then the knee; what is undone was there before, and the editor's number goes on."""
    moved = edit(second, "points", points={"knee": KNEE})
    drawn = edit(moved, "level", line=LONG_LINE)
    assert len({round(rotation_deg(each.analysis), 6) for each in (second, moved, drawn)}) == 3
    once = edit(drawn, "undo")
    assert (once.analysis, once.level, once.draft, once.echo) == (moved.analysis, None, moved.draft, 3)
    twice = edit(once, "undo")
    assert (twice.analysis, twice.draft, twice.past) == (READ, {}, ())


def test_undo_of_nothing_changes_nothing(second: SecondPhoto) -> None:
    """Only the report's number is taken in."""
    undone = edit(second, "undo")
    assert (undone.analysis, undone.past, undone.echo) == (READ, (), 1)


def test_reset_leads_to_the_first_reading_and_is_itself_undone(second: SecondPhoto) -> None:
    """Points and level as the network had them; undo brings the hand's work back."""
    drawn = edit(edit(second, "points", points={"knee": KNEE}), "level", line=LONG_LINE)
    reset = edit(drawn, "reset")
    assert (reset.analysis, reset.level, reset.draft) == (READ, None, {})
    again = edit(reset, "undo")
    assert (again.analysis, again.level) == (drawn.analysis, drawn.level)


def test_what_a_person_said_of_the_face_is_not_undone(second: SecondPhoto) -> None:
    """The tick is no edit of the points."""
    ticked = replace(edit(second, "points", points={"knee": KNEE}), no_face=True)
    assert edit(ticked, "undo").no_face


def test_a_drawn_line_keeps_how_sure_it_is(second: SecondPhoto) -> None:
    """A short line is less sure than a long one, and so is the rotation levelled by it."""
    long, short = (edit(second, "level", line=[[100, 700], [100 + length, 700]]) for length in (600, 75))
    assert long.level is not None
    assert short.level is not None
    assert short.level.sd_deg > long.level.sd_deg
    widths = [each.analysis.measurement.rotation.half_width_deg for each in (long, short) if each.analysis]
    assert widths[1] > widths[0]


def test_an_edit_that_cannot_be_followed_is_refused(second: SecondPhoto) -> None:
    """Nothing changes, and the message says what was expected."""
    with pytest.raises(UsageError, match="expected a point as two finite numbers"):
        edit(second, "points", points={"knee": [1]})
