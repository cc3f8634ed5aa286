"""Several photos on the photo page: read one by one, sorted by the leg that hangs, and taken into the full check."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from support.app_table import SCENE, TableEngine, scene_again, scene_pose
from support.examinations import make_leg
from thomas_test.app.check.session import CheckSession, new_session
from thomas_test.app.desk import Case, Desk, HandedOver
from thomas_test.app.widgets.result_view import take_edit
from thomas_test.check.steps import Step
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import ModelError
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.repeatability import PUBLISHED, Mdc
from thomas_test.core.settings import Effort, Settings
from thomas_test.core.statements import Pelvis
from thomas_test.history import Book, open_database, store_repeatability
from thomas_test.history.switch import switch_on
from thomas_test.images import Photo

LEFT, RIGHT = ("left.jpg", SCENE.read_bytes()), ("right only.png", scene_again(1))
ROW = re.compile(r"<tr>.*?</tr>")


def words(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    return "\n".join(str(each.value) for each in (*app.html, *app.markdown, *app.caption, *app.title, *app.info))


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Hand files over."""
    app.file_uploader[0].set_value([(name, data, "image/jpeg") for name, data in files])
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    """What the buttons say."""
    return [button.label for button in app.button]


def desk_of(app: AppTest) -> Desk:
    """The session's own pictures."""
    found = app.session_state["desk"]
    assert isinstance(found, Desk)
    return found


def check_of(app: AppTest) -> CheckSession:
    """The session's own check."""
    found = app.session_state["check-session"]
    assert isinstance(found, CheckSession)
    return found


def ident_of(app: AppTest, name: str) -> str:
    """Which case a file has become."""
    return next(case.ident for case in desk_of(app).cases.values() if case.name == name)


def test_two_legs_are_told_beside_each_other(app: AppTest) -> None:
    """Right and left, the difference against what repeating may change, one sentence, and the check as next step."""
    upload(app, LEFT, RIGHT)
    assert not app.exception
    shown = words(app)
    assert "Both legs" in shown
    thigh = ROW.findall(shown)[1]
    assert thigh.count("1.2° below horizontal</strong>") == 2
    assert "within the 6.9° that repeating may change" in thigh
    assert "Both thighs hang alike." in shown
    assert "Go on to the full check" in labels(app)
    assert all(image.proto.imgs[0].alt for image in app.image)


def test_one_photo_stays_as_it_was(app: AppTest) -> None:
    """Its own page at once: no list, no question more."""
    upload(app, LEFT)
    assert "The left thigh " in words(app)
    assert "Both legs" not in (*labels(app), *(title.value for title in app.title))


def test_photos_that_come_one_after_the_other_meet_on_the_same_page(app: AppTest) -> None:
    """The second one leads there by itself, and the inputs say whose photos join."""
    upload(app, LEFT)
    press(app, "Add photos")
    assert "as the same person's" in words(app)
    upload(app, RIGHT)
    assert "Both thighs hang alike." in words(app)


def test_several_photos_of_a_leg_are_its_trials(app: AppTest) -> None:
    """The median stands in the table; how many there were is said."""
    upload(app, LEFT, ("again.png", scene_again(2)), RIGHT)
    assert "left leg: median of 2 photos" in words(app).lower()
    assert "Left leg, photo 2 of 2" in words(app)


def test_what_is_not_measured_stands_there_with_its_reason(app: AppTest) -> None:
    """A refusal, a file that is no picture, and the same photo twice; none of them counts."""
    upload(app, LEFT, RIGHT, ("refused.png", scene_again(3)), ("junk.jpg", b"junk"), ("copy.jpg", SCENE.read_bytes()))
    shown = words(app)
    assert "Not measured</strong> · refused.png<br>" in shown
    assert "Not read</strong> · junk.jpg<br>" in shown
    assert "it counts once.</strong> · copy.jpg" in shown
    assert "median of" not in shown


def test_with_one_leg_the_other_one_is_asked_for(app: AppTest) -> None:
    """Numbers of the one that there is; the next step is a photo of the other, the check is still open."""
    upload(app, LEFT, ("again.png", scene_again(2)))
    assert "Only one leg was measured." in words(app)
    assert "1.2° <span>below horizontal" in words(app)
    assert "Go on to the full check" in labels(app)
    press(app, "Add a photo of the right leg")
    assert app.file_uploader[0].value == []


def test_a_leg_that_the_picture_does_not_tell_counts_once_it_is_named(app: AppTest) -> None:
    """No number stands under a leg that nobody is sure of."""
    upload(app, LEFT, ("either leg.png", scene_again(4)))
    assert "Only one leg was measured." in words(app)
    assert "it counts once you have said" in words(app)
    press(app, "The right leg")
    assert "Both thighs hang alike." in words(app)


def test_a_leg_can_be_put_right_and_a_photo_left_out(app: AppTest) -> None:
    """The table follows at once, and what was left out comes back."""
    upload(app, LEFT, ("wrong.png", scene_again(5)))
    ident = ident_of(app, "wrong.png")
    next(box for box in app.selectbox if str(box.key).startswith(f"both-leg-{ident}")).set_value(Side.RIGHT).run()
    assert "Both thighs hang alike." in words(app)
    app.button(key=f"out-{ident}").click().run()
    assert "Only one leg was measured." in words(app)
    press(app, "Count it again")
    assert "Both thighs hang alike." in words(app)


def test_points_are_adjusted_on_the_photos_own_page_and_come_back_here(app: AppTest) -> None:
    """The editor opens at once, `Both legs` leads back, and the table has what was corrected."""
    upload(app, LEFT, RIGHT)
    ident = ident_of(app, "left.jpg")
    app.button(key=f"adjust-{ident}").click().run()
    assert app.session_state[f"view-{ident}"] == "Adjust points"
    x, y = map(float, scene_pose()[Joint.KNEE])
    take_edit(desk_of(app), ident, {"reading": ident, "seq": 9, "kind": "points", "points": {"knee": [x, y + 30]}})
    app.run()
    assert "Save the annotated picture" not in labels(app)  # one next step: the way back
    press(app, "Back to both legs")
    assert "The left thigh hangs" in words(app)
    assert "Corrected by hand." in words(app)


def test_points_are_placed_on_a_refused_photo_from_here(app: AppTest) -> None:
    """The one page leads to the points of the other, ready to be placed."""
    upload(app, LEFT, ("refused.png", scene_again(3)))
    press(app, "Place the points by hand")
    assert "Placing the points by hand" in words(app)


def test_the_check_takes_photos_corrections_and_legs_along(app: AppTest) -> None:
    """Nothing is read twice: the trials are there, corrected, under their legs, with what was said beside them."""
    upload(app, LEFT, RIGHT)
    app.button(key=f"adjust-{ident_of(app, 'left.jpg')}").click().run()
    next(box for box in app.selectbox if str(box.key).startswith("Pelvis-")).set_value(Pelvis.FELT).run()
    press(app, "Both legs")
    press(app, "Go on to the full check")
    session = check_of(app)
    assert "Photos taken along: 1 of the left leg and 1 of the right leg" in words(app)
    assert session.check.step is Step.BEFORE
    legs = session.check.examination.legs
    assert [len(legs[side].trials) for side in (Side.LEFT, Side.RIGHT)] == [1, 1]
    assert (legs[Side.LEFT].pelvis, legs[Side.RIGHT].pelvis) == (Pelvis.FELT, Pelvis.NOT_CHECKED)
    assert session.place_of(next(iter(session.prints.values()))).startswith("photo 1 of the ")


def test_the_clinics_own_repeatability_holds_for_both_legs_and_for_the_check(app: AppTest) -> None:
    """Where its database has one, a difference is held against that, here and in the check that begins here."""
    switch_on()
    measured_here = "own legs, 2026, 24 people"
    own = replace(PUBLISHED, sides=Mdc(degrees=3.3, source=measured_here), thigh=Mdc(degrees=3.1, source=measured_here))
    store_repeatability(Book(open_database()), own)
    upload(app, LEFT, RIGHT)
    assert not app.exception
    assert "within the 3.3° that repeating may change" in ROW.findall(words(app))[1]
    assert "not another day (thigh 3.1°, knee 19.4°)" in words(app)
    press(app, "Go on to the full check")
    assert check_of(app).check.examination.repeatability == own


def test_an_open_check_is_not_forgotten_without_a_question(app: AppTest) -> None:
    """It is named, its own photos stay, and those from here join them; a new one begins only when told so."""
    (photo,) = make_leg(Side.LEFT, 3.0).trials
    session = new_session(today=date(2026, 3, 14))
    session.check = replace(session.check, examination=replace(session.check.examination, person="P-07"))
    session.add(
        Side.LEFT,
        Case(ident="kept", name="kept", settings=Settings(), picture=SCENE.read_bytes(), analysis=photo.analysis),
    )
    app.session_state["check-session"] = session
    upload(app, LEFT, RIGHT)
    assert "Go on to the full check" not in labels(app)
    assert "A check of P-07 is open already." in words(app)
    press(app, "Put the photos into it")
    assert check_of(app) is session
    assert [len(session.trials[side]) for side in (Side.LEFT, Side.RIGHT)] == [2, 1]
    assert "Photos taken along: 2 of the left leg and 1 of the right leg" in words(app)


def test_a_new_check_begins_in_place_of_an_open_one_when_told_so(app: AppTest) -> None:
    """With the photos, and nothing of the other."""
    session = new_session(today=date(2026, 3, 14))
    session.check = replace(session.check, examination=replace(session.check.examination, person="P-07"))
    app.session_state["check-session"] = session
    upload(app, LEFT, RIGHT)
    press(app, "Forget it and begin a new one with them")
    assert check_of(app) is not session
    assert check_of(app).check.examination.person == ""
    assert "Photos taken along: 1 of the left leg and 1 of the right leg" in words(app)


def test_a_leg_named_under_choices_is_said_where_it_decides(app: AppTest) -> None:
    """Every photo is then read for it, and does not sort itself."""
    upload(app, LEFT, ("again.png", scene_again(2)))
    app.selectbox(key="choice-leg").set_value(Side.RIGHT).run()
    assert "every photo is read for it" in words(app)
    assert "Right leg, photo 2 of 2" in words(app)


def test_the_reading_goes_on_after_a_click_that_came_between(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is on the desk, and nothing is read a second time."""
    names: list[str] = []
    read = TableEngine.read

    def counted(self: TableEngine, photo: Photo, settings: Settings) -> Analysis:
        names.append(photo.name)
        return read(self, photo, settings)

    monkeypatch.setattr(TableEngine, "read", counted)
    upload(app, LEFT)
    desk = desk_of(app)
    desk.arrived = [desk.shown]
    desk.waiting = [HandedOver(name=name, data=data) for name, data in (RIGHT, ("third.png", scene_again(6)))]
    app.run()
    assert not app.exception
    assert names == ["left.jpg", "right only.png", "third.png"]
    assert desk.waiting == []
    assert "Both thighs hang alike." in words(app)


def test_without_a_model_nothing_waits_for_ever(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is said, and the inputs stand again."""

    def no_engine(effort: Effort) -> TableEngine:
        raise ModelError(f"expected a model for {effort}, got none: fetch it")

    monkeypatch.setattr("thomas_test.app.engine.shared_engine", no_engine)
    upload(app, LEFT, RIGHT)
    assert "fetch it" in words(app)
    assert desk_of(app).waiting == []
    assert app.file_uploader


def test_closing_leads_back_to_the_one_that_is_left(app: AppTest) -> None:
    """Where nothing is left to lay beside it, a photo has its own page again."""
    upload(app, LEFT, ("refused.png", scene_again(3)))
    press(app, "Close")
    assert "The left thigh " in words(app)
    assert "The photos" not in [header.value for header in app.header]
