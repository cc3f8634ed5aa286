"""Open photos sorted by the leg that hangs, and brought together as the full check does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from support.examinations import make_leg
from thomas_test.app.both.into_check import begin_with, take_along
from thomas_test.app.both.sorting import SortedPhotos, examination_of, sort_photos
from thomas_test.app.check.session import CheckSession, new_session
from thomas_test.app.desk import Case, new_ident
from thomas_test.app.editor.edits import with_leg
from thomas_test.check.record import Examination
from thomas_test.check.statements import Felt
from thomas_test.check.summary import summarise
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.settings import Settings
from thomas_test.core.statements import Foot, Pain, Pelvis, Statements

DAY = date(2026, 3, 14)
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def photo(side: Side, thigh_deg: float = 5.0, *, stated: Statements | None = None, picture: bytes = b"") -> Case:
    """A photo of a leg as the photo page has it."""
    (trial,) = make_leg(side, thigh_deg).trials
    return Case(
        ident=new_ident(),
        name=f"{side} {thigh_deg:g}.jpg",
        settings=Settings(stated=stated or Statements()),
        picture=picture or new_ident().encode(),
        analysis=trial.analysis,
    )


def unsure(case: Case) -> Case:
    """The same, where the picture does not tell left from right."""
    outcome = case.read.measured
    warned = replace(outcome, warnings=(*outcome.warnings, WarningCode.LEG_CHOICE_UNSURE))
    return replace(case, analysis=replace(case.read, outcome=warned))


def refused(case: Case) -> Case:
    """The same, refused."""
    analysis = replace(case.read, outcome=None, refusal=Refusal(code=RefusalCode.NO_PERSON))
    return replace(case, analysis=analysis)


def unread() -> Case:
    """A file that is no picture."""
    return Case(ident=new_ident(), name="x.jpg", settings=Settings(), picture=None, analysis=None, error="no picture")


def test_each_photo_stands_in_one_place() -> None:
    """By its leg, in the order of opening; what does not count stands apart, each with its like."""
    first, second, other = photo(LEFT, 3.0), photo(LEFT, 4.0), photo(RIGHT)
    open_question, no, junk = unsure(photo(LEFT)), refused(photo(RIGHT)), unread()
    twice, out = replace(photo(RIGHT), picture=first.picture), photo(RIGHT, 40.0)
    cases = [first, open_question, no, other, junk, second, twice, out]
    found = sort_photos(cases, left_out={out.ident})
    assert found.legs == {LEFT: (first, second), RIGHT: (other,)}
    assert found.counted == (other, first, second)
    assert found.unsure == (open_question,)
    assert found.not_measured == (no, junk)
    assert found.doubled == (twice,)
    assert found.left_out == (out,)


def test_a_photo_counts_once_its_leg_is_named() -> None:
    """Whichever leg is named; before that it is nobody's trial."""
    asked = unsure(photo(LEFT))
    assert sort_photos([asked]).counted == ()
    assert sort_photos([with_leg(asked, RIGHT)]).legs[RIGHT] != ()


def test_where_the_first_of_two_is_left_out_the_same_photo_counts() -> None:
    """A copy is no double of what does not count."""
    first = photo(LEFT)
    again = replace(first, ident=new_ident())
    assert sort_photos([first, again]).legs[LEFT] == (first,)
    assert sort_photos([first, again], left_out={first.ident}).legs[LEFT] == (again,)


def begun_with(
    photos: SortedPhotos, prints: dict[str, str] | None = None, preset: Preset = GUIDE
) -> tuple[CheckSession, tuple[str, ...]]:
    """A check that has begun with photos, and what was left behind."""
    session = new_session(today=DAY)
    return session, begin_with(session, photos, prints or {}, preset)


def test_several_photos_of_a_leg_are_brought_together_as_the_check_does_it() -> None:
    """The same trials in a check give the same medians, intervals and flags: there is one way."""
    found = sort_photos([photo(LEFT, 2.0), photo(LEFT, 9.0), photo(LEFT, 4.0), photo(RIGHT, -3.0)])
    together = summarise(examination_of(found, day=DAY), LEFT)
    session, _ = begun_with(found)
    in_check = summarise(session.check.examination, LEFT)
    assert together
    assert in_check
    assert together == in_check
    assert together.thigh.angle.value_deg == pytest.approx(4.0)
    assert together.thigh.spread_deg == pytest.approx(7.0)


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ((Pelvis.FELT, Pelvis.NOT_CHECKED), Pelvis.FELT),
        ((Pelvis.FELT, Pelvis.FELT), Pelvis.FELT),
        ((Pelvis.FELT, Pelvis.SEEN), Pelvis.NOT_CHECKED),  # which of the two holds for the leg nobody knows
        ((Pelvis.NOT_CHECKED,), Pelvis.NOT_CHECKED),
    ],
)
def test_what_was_said_beside_the_photos_holds_for_the_leg_where_it_is_alike(
    answers: tuple[Pelvis, ...], kept: Pelvis
) -> None:
    """An answer beside one photo is the leg's; two that differ are asked again."""
    photos = [photo(LEFT, number, stated=Statements(pelvis=said)) for number, said in enumerate(answers)]
    assert examination_of(sort_photos(photos), day=DAY).legs[LEFT].pelvis is kept


def test_what_hurt_is_told_and_never_taken_for_an_answer_of_the_check() -> None:
    """Where and what it was, only the check asks; nothing is noted there by itself."""
    found = sort_photos([photo(LEFT, stated=Statements(pain=Pain.SOME)), photo(RIGHT)])
    assert found.hurt == (LEFT,)
    session, _ = begun_with(found)
    assert session.check.examination.legs[LEFT].felt is Felt.NOT_ASKED


def a_check(*cases: Case, prints: dict[str, str] | None = None, preset: Preset = GUIDE) -> Examination:
    """A check that begins with photos."""
    session, behind = begun_with(sort_photos(cases), prints, preset)
    assert behind == ()
    return session.check.examination


def test_a_check_begins_with_photos_legs_and_answers() -> None:
    """The trials stand under their legs by the chosen thresholds, and what was said beside them is not asked again."""
    said = Statements(pelvis=Pelvis.SEEN, foot=Foot.FREE)
    begun = a_check(photo(RIGHT, 1.0, stated=said), photo(RIGHT, 2.0), preset=Preset.named("execp"))
    assert [trial.analysis.name for trial in begun.legs[RIGHT].trials] == ["right 1", "right 2"]
    assert {trial.analysis.preset for trial in begun.legs[RIGHT].trials} == {Preset.named("execp")}
    assert (begun.legs[RIGHT].pelvis, begun.legs[RIGHT].foot) == (Pelvis.SEEN, Foot.FREE)
    assert begun.legs[LEFT].trials == ()
    assert begun.first_leg is RIGHT  # the one that there is
    assert begun.screening is None  # the questions before the test are still to be answered


def test_photos_are_put_into_a_check_that_is_open() -> None:
    """The same pixels under another name stay behind and are named; the rest joins, answers of the check stay."""
    begun, _ = begun_with(sort_photos([photo(LEFT)]))
    known, copy, new = photo(RIGHT, 1.0), photo(RIGHT, 1.0), photo(RIGHT, 2.0, stated=Statements(pelvis=Pelvis.SEEN))
    prints = {known.ident: "a", copy.ident: "a", new.ident: "b"}
    assert take_along(begun, sort_photos([known]), prints) == ()
    assert take_along(begun, sort_photos([copy, new]), prints) == (
        "right 1.jpg is the same picture as photo 1 of the right leg",
    )
    assert [len(begun.trials[side]) for side in (LEFT, RIGHT)] == [1, 2]
    assert begun.check.examination.legs[RIGHT].pelvis is Pelvis.SEEN


def test_a_photo_taken_along_again_is_not_doubled_and_brings_its_corrections() -> None:
    """Corrected and named anew on the photo page, it takes its own place under its new leg."""
    case = photo(LEFT)
    begun, _ = begun_with(sort_photos([case]))
    take_along(begun, sort_photos([with_leg(case, RIGHT)]), {})
    assert begun.trials == {LEFT: [], RIGHT: [case.ident]}
    (trial,) = begun.check.examination.legs[RIGHT].trials
    assert trial.analysis.measured.pose.tested_leg is RIGHT


def test_a_check_with_photos_alone_is_open_and_one_with_corrections_is_work() -> None:
    """So that a reload brings it back, and leaving asks first."""
    session, _ = begun_with(sort_photos([photo(LEFT)]))
    assert session.is_open
    assert not session.has_work
    session, _ = begun_with(sort_photos([with_leg(photo(LEFT), RIGHT)]))
    assert session.has_work


def test_nothing_is_sorted_where_nothing_is_open() -> None:
    """No photo, no leg."""
    found: SortedPhotos = sort_photos([])
    assert found.counted == ()
    assert summarise(examination_of(found, day=DAY), LEFT) is None
