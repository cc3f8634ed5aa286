"""The guided check: the whole way to the files, and every way in which it ends without a number."""

import json
import re

import pypdfium2
import pytest
from streamlit.testing.v1 import AppTest

from support.app_table import scene_again, table_engine
from support.examinations import GROIN_PAIN, make_examination
from thomas_test.app import engine
from thomas_test.app.check.draft_file import draft_of, session_of
from thomas_test.app.check.session import CheckSession
from thomas_test.app.desk import HandedOver
from thomas_test.app.widgets.result_view import take_edit
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.exercises import Dose, suiting
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Stop
from thomas_test.check.red_flags import ASKED
from thomas_test.check.statements import Feeling, Felt, NotTested, PainKind, PainPlace, Retest, Seen, Tightness
from thomas_test.check.steps import Step
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.check.summary import summarise
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Faces, Settings
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.images import encode_picture, read_photo
from thomas_test.output.words import LOW_BACK_HINT
from thomas_test.second_view import OtherViews, SecondView

ANGLE = re.compile(r"\d\s?°")


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, environment: None) -> AppTest:  # noqa: ARG001
    """The full check with its side panel, as the app's frame shows it."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return page().run()


def page() -> AppTest:
    """A window with the full check, which holds nothing yet."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        check_page()

    return AppTest.from_function(script, default_timeout=20)


def words(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    kinds = (app.html, app.markdown, app.caption, app.title, app.subheader, app.info, app.warning)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*texts, *(f"{metric.label} {metric.value}" for metric in app.metric)])


def room_of(app: AppTest) -> CheckSession:
    """The session's own check."""
    found = app.session_state["check-session"]
    assert isinstance(found, CheckSession)
    return found


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def begin(app: AppTest) -> AppTest:
    """Answer the questions with no."""
    tick(app, "flag-none")
    return press(app, "Go on")


def tick(app: AppTest, key: str) -> AppTest:
    """Tick a box of the first page."""
    return app.checkbox(key=f"{key}-{room_of(app).ident}").check().run()


def type_in(app: AppTest, key: str, words: str) -> AppTest:
    """Type into a field of the first page."""
    return app.text_input(key=f"{key}-{room_of(app).ident}").set_value(words).run()


def nothing_felt(app: AppTest, side: Side) -> AppTest:
    """Answer that nothing hurts, pulls or tingles."""
    return app.radio(key=f"felt-{side}").set_value(Felt.NOTHING).run()


def feel(app: AppTest, side: Side, place: PainPlace, kind: PainKind) -> AppTest:
    """Enter something felt."""
    app.radio(key=f"felt-{side}").set_value(Felt.SOMETHING).run()
    app.selectbox(key=f"place-{side}").set_value(place)
    app.selectbox(key=f"kind-{side}").set_value(kind)
    return press(app, "Note it")


def go_on_is_open(app: AppTest) -> bool:
    """Whether the way on can be pressed."""
    return not next(button for button in app.button if button.label == "Go on").disabled


def hand_over(app: AppTest, label: str, *files: tuple[str, bytes]) -> AppTest:
    """Hand pictures over."""
    uploader = next(found for found in app.file_uploader if label in found.label)
    uploader.set_value([(name, data, "image/jpeg") for name, data in files])
    app.run()
    assert not app.exception
    return app


def both_legs(app: AppTest, scene: bytes) -> AppTest:
    """Go from the first page to the one from the feet: two photos of the left leg, one of the right."""
    press(begin(app), "Go on")
    hand_over(app, "Photos of the left leg", ("one.jpg", scene), ("two.jpg", scene_again(2)))
    app.radio(key="pelvis-left").set_value(Pelvis.FELT).run()
    press(nothing_felt(app, Side.LEFT), "Go on")
    hand_over(app, "Photos of the right leg", ("three.jpg", scene_again(3)))
    return press(nothing_felt(app, Side.RIGHT), "Go on")


def files_of(app: AppTest) -> dict[str, bytes]:
    """Fetch what can be taken along, by its ending."""
    from thomas_test.check.report import examination_html, examination_pdf

    examination = room_of(app).finished()
    return {
        "pdf": examination_pdf(examination),
        "html": examination_html(examination).encode(),
        "json": save_examination(examination),
    }


def test_the_first_page_asks_every_question_and_shows_no_angle(check: AppTest) -> None:
    """One page, every question, a box for none of them and one for a clinician's decision."""
    assert not check.exception
    assert len(check.checkbox) == len(ASKED) + 2
    assert not ANGLE.search(words(check))


@pytest.mark.parametrize(
    ("ticked", "complaint"),
    [
        ([], "none of it is"),
        (["flag-none", "flag-fever"], "one of them has to go"),
    ],
)
def test_unclear_answers_are_asked_again(check: AppTest, ticked: list[str], complaint: str) -> None:
    """Nothing ticked, or both, does not lead on."""
    for key in ticked:
        tick(check, key)
    press(check, "Go on")
    assert complaint in words(check)
    assert room_of(check).check.step is Step.BEFORE


def test_a_red_flag_ends_it_with_the_reason_and_without_a_number(check: AppTest) -> None:
    """One yes: why, no photo is asked for, no angle on the page nor in any file."""
    tick(check, "flag-night_pain")
    press(check, "Go on")
    assert room_of(check).check.step is Step.STOPPED
    assert "there at night and at rest" in words(check)
    assert not check.file_uploader
    assert_no_number(check)


def test_from_a_red_flag_a_way_leads_back_to_the_questions(check: AppTest) -> None:
    """A box ticked by mistake costs nothing: what was ticked stands there again, and the test goes on without it."""
    type_in(check, "person", "P-07")
    tick(check, "flag-fever")
    press(check, "Go on")
    assert room_of(check).check.step is Step.STOPPED
    press(check, "Back to the questions")
    assert not check.exception
    room = room_of(check)
    assert room.check.step is Step.BEFORE
    fever = check.checkbox(key=f"flag-fever-{room.ident}")
    assert fever.value
    fever.uncheck().run()
    press(begin(check), "Go on")
    assert room_of(check).check.step is Step.FIRST_LEG
    assert room_of(check).check.examination.person == "P-07"


def test_from_the_set_up_a_way_leads_back_and_the_answers_stay(check: AppTest) -> None:
    """Back from the second step: the box stands as it was ticked."""
    press(begin(check), "Back")
    room = room_of(check)
    assert room.check.step is Step.BEFORE
    assert check.checkbox(key=f"flag-none-{room.ident}").value


def test_the_highlighted_button_never_deletes(check: AppTest, scene: bytes) -> None:
    """Ending the test and starting anew are offered, never as what is highlighted."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    feel(check, Side.LEFT, PainPlace.GROIN, PainKind.SHARP)
    kinds = {button.label: button.proto.type for button in check.button}
    assert kinds["Correct the entry"] == "primary"
    assert kinds["End the test"] == kinds["Forget this check and start anew"] == "secondary"


def test_pain_ends_it_and_takes_the_numbers_along(check: AppTest, scene: bytes) -> None:
    """Pain at the second leg: asked for, the first leg's numbers go from page, session and every file as well."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    assert ANGLE.search(words(check))
    press(nothing_felt(check, Side.LEFT), "Go on")
    feel(check, Side.RIGHT, PainPlace.KNEE, PainKind.ACHE)
    press(check, "End it and delete both legs")
    assert room_of(check).check.step is Step.STOPPED
    assert "No file holds a picture." in words(check)
    assert "an ache, knee (right leg tested)" in words(check)
    assert_no_number(check)
    assert not room_of(check).desk.cases


def test_pain_at_the_second_leg_keeps_the_first_leg_s_result(check: AppTest, scene: bytes) -> None:
    """The leg that was tested without pain stands below the reason, marked, and in the file."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    press(nothing_felt(check, Side.LEFT), "Go on")
    feel(check, Side.RIGHT, PainPlace.KNEE, PainKind.ACHE)
    press(check, "End the test")
    assert not check.exception
    assert "Not completed: pain" in words(check)
    assert "Left leg, tested first" in words(check)
    assert "Left leg: The test ended at the right leg: an ache, knee" in words(check)
    assert list(json.loads(files_of(check)["json"])["legs"]) == ["left"]


def test_a_clinician_goes_on_past_a_caution_with_name_and_reason(check: AppTest) -> None:
    """Ticked, named, with a reason: the set-up follows; without the tick it ends as for everybody."""
    tick(check, "flag-cancer")
    tick(check, "clinician-decides")
    type_in(check, "clinician", "Dr Roe")
    press(check, "Go on")
    assert "give the reason" in words(check)
    type_in(check, "clinician-reason", "cured 20 years ago")
    press(check, "Go on")
    assert room_of(check).check.step is Step.SET_UP
    screening = room_of(check).check.examination.screening
    assert screening is not None
    assert screening.clinician == "Dr Roe"


def assert_no_number(app: AppTest) -> None:
    """No angle, no flag, no picture, in what is shown or can be taken along."""
    assert not app.exception
    assert not app.metric
    assert not app.image
    assert not ANGLE.search(words(app))
    files = files_of(app)
    document = pypdfium2.PdfDocument(files["pdf"])
    texts = [document[0].get_textpage().get_text_bounded(), files["html"].decode(), files["json"].decode()]
    document.close()
    for text in texts:
        assert "°" not in text
        assert not re.search(r"_deg|horizontal|[✓✗]", text)


def test_a_stretch_is_noted_and_the_check_goes_on(check: AppTest) -> None:
    """What is expected ends nothing."""
    press(begin(check), "Go on")
    feel(check, Side.LEFT, PainPlace.FRONT_OF_THIGH, PainKind.STRETCH)
    assert "Noted: a stretch, front of the thigh." in words(check)
    assert room_of(check).check.step is Step.FIRST_LEG


def test_what_would_end_the_test_is_asked_twice(check: AppTest, scene: bytes) -> None:
    """A wrong entry costs nothing: photos stay, there is no way on before the answer, and it can be corrected."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    feel(check, Side.LEFT, PainPlace.GROIN, PainKind.SHARP)
    assert any("Entered: a sharp pain, groin (left leg). This ends the test" in w.value for w in check.warning)
    assert room_of(check).check.step is Step.FIRST_LEG
    assert not go_on_is_open(check)
    press(check, "Correct the entry")
    assert room_of(check).trials[Side.LEFT]
    press(nothing_felt(check, Side.LEFT), "Go on")
    assert room_of(check).check.step is Step.SECOND_LEG


def test_an_entry_that_waits_is_asked_about_where_its_leg_is_not_tested_any_more(check: AppTest, scene: bytes) -> None:
    """Who enters pain and then says "not tested" is no less asked: without the question there was no way on or back."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    feel(check, Side.LEFT, PainPlace.GROIN, PainKind.SHARP)
    check.selectbox(key="tested-left").set_value(NotTested.PAIN).run()
    assert any("Entered: a sharp pain, groin" in warning.value for warning in check.warning)
    assert not go_on_is_open(check)
    press(check, "Correct the entry")
    assert go_on_is_open(check)


def test_an_entry_that_waits_is_asked_about_after_the_page_was_left(check: AppTest, scene: bytes) -> None:
    """The boxes of a page that was left or reloaded are empty: the question does not hang on them."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    feel(check, Side.LEFT, PainPlace.GROIN, PainKind.SHARP)
    again = page()
    again.session_state["check-session"] = room_of(check)
    again.run()
    assert any("Entered: a sharp pain, groin" in warning.value for warning in again.warning)
    press(again, "Correct the entry")
    press(nothing_felt(again, Side.LEFT), "Go on")
    assert room_of(again).check.step is Step.SECOND_LEG


def test_pain_at_the_re_test_waits_for_its_answer_beside_the_other_leg_s_nothing(check: AppTest, scene: bytes) -> None:
    """Both legs are asked on one page: that nothing is felt in one takes no entry of the other away."""
    press(both_legs(check, scene), "Go on")
    feel(check, Side.LEFT, PainPlace.GROIN, PainKind.SHARP)
    assert not go_on_is_open(check)
    check.radio(key="felt-right").set_value(Felt.SOMETHING).run()
    next(button for button in check.button if button.key == "feel-right").click().run()  # a stretch, as offered first
    assert "Noted: a stretch, front of the thigh." in words(check)
    assert any("Entered: a sharp pain, groin (left leg)" in warning.value for warning in check.warning)
    press(check, "End the test")
    assert room_of(check).check.examination.stop == Stop(
        pain=Feeling(place=PainPlace.GROIN, kind=PainKind.SHARP), side=Side.LEFT
    )


def test_a_noted_feeling_can_be_removed(check: AppTest) -> None:
    """An entry by mistake goes, and the question is asked anew."""
    press(begin(check), "Go on")
    feel(check, Side.LEFT, PainPlace.FRONT_OF_THIGH, PainKind.STRETCH)
    press(check, "Remove")
    assert "Noted" not in words(check)
    assert check.radio(key="felt-left").value is None
    nothing_felt(check, Side.LEFT)
    assert room_of(check).check.examination.legs[Side.LEFT].felt is Felt.NOTHING


def test_a_leg_is_not_left_before_the_person_was_asked(check: AppTest, scene: bytes) -> None:
    """A measured photo is not enough: whether anything hurts has to be asked, and the page says so."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    assert not go_on_is_open(check)
    assert "Still needed: the answer whether anything hurts" in words(check)
    assert go_on_is_open(nothing_felt(check, Side.LEFT))


def test_one_leg_alone_is_tested(check: AppTest, scene: bytes) -> None:
    """A leg left out with its reason asks for nothing more, and the result names the reason."""
    press(begin(check), "Go on")
    check.selectbox(key="tested-left").set_value(NotTested.AMPUTATION).run()
    assert not check.file_uploader
    press(check, "Go on")
    hand_over(check, "Photos of the right leg", ("one.jpg", scene))
    press(nothing_felt(check, Side.RIGHT), "Go on")
    assert [found.value for found in check.main.header] == ["Right leg"]
    press(press(check, "Go on"), "Go on")
    assert not check.exception
    assert "Not tested: amputation." in words(check)
    examination = open_examination(files_of(check)["json"])
    assert examination.legs[Side.LEFT].not_tested is NotTested.AMPUTATION
    assert summarise(examination, Side.RIGHT) is not None


def test_with_neither_leg_there_is_no_result(check: AppTest) -> None:
    """Both legs left out: no way on, with the reason in words."""
    press(begin(check), "Go on")
    check.selectbox(key="tested-left").set_value(NotTested.PAIN).run()
    press(check, "Go on")
    check.selectbox(key="tested-right").set_value(NotTested.OTHER).run()
    assert not go_on_is_open(check)
    assert "with neither there is no result" in words(check)


def test_photos_of_a_leg_left_out_come_back_with_it(check: AppTest, scene: bytes) -> None:
    """Leaving a leg out by mistake loses no photo, and while it is out none counts."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    check.selectbox(key="tested-left").set_value(NotTested.PAIN).run()
    assert not check.metric
    assert not room_of(check).finished().legs[Side.LEFT].trials
    check.selectbox(key="tested-left").set_value("yes").run()
    assert not check.exception
    assert len(room_of(check).check.examination.legs[Side.LEFT].trials) == 1


def test_the_same_photo_counts_once(check: AppTest, scene: bytes) -> None:
    """Equal pixels under another name, or in another kind of file, are no second trial, for the other leg neither."""
    same = encode_picture(read_photo(scene).rgb, "PNG")
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene), ("two.png", same))
    assert len(room_of(check).trials[Side.LEFT]) == 1
    assert "same picture as photo 1 of the left leg" in words(check)
    press(nothing_felt(check, Side.LEFT), "Go on")
    hand_over(check, "Photos of the right leg", ("three.jpg", scene))
    assert not room_of(check).trials[Side.RIGHT]


def test_a_photo_left_out_can_be_handed_over_again(check: AppTest, scene: bytes) -> None:
    """Only photos that are there count as the same."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    press(check, "Leave this photo out")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    assert len(room_of(check).trials[Side.LEFT]) == 1


def test_of_a_photo_that_was_left_out_no_copy_stays(check: AppTest, scene: bytes) -> None:
    """Neither of one from the side nor of a second one, left out or replaced: a face may be in it."""
    both_legs(check, scene)
    room = room_of(check)
    hand_over(check, "Second photo", ("feet.jpg", scene))
    first = room.seconds[Side.LEFT, SecondView.FRONT].ident
    assert first in made_of(room)
    hand_over(check, "Second photo", ("again.jpg", scene_again(5)))
    second = room.seconds[Side.LEFT, SecondView.FRONT].ident
    assert first not in made_of(room)
    assert second in made_of(room)
    room.drop_second(Side.LEFT, SecondView.FRONT)
    ident = room.trials[Side.LEFT][0]
    assert ident in made_of(room)
    room.drop(Side.LEFT, ident)
    assert made_of(room) == {*room.trials[Side.LEFT], *room.trials[Side.RIGHT]}


def made_of(room: CheckSession) -> set[str]:
    """The photos of which the check keeps something that it drew."""
    return {of for of, _ in room.desk._made}


def test_a_photo_of_the_other_leg_is_refused_for_that_reason(check: AppTest, scene: bytes) -> None:
    """The reason is the leg, not what a reading told to look at the drawn-up one made of it."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("right only.jpg", scene))
    assert "This photo shows the right leg hanging; this step is for the left leg." in words(check)
    assert "Both knees" not in words(check)
    assert not go_on_is_open(check)


def test_a_leg_needs_a_measured_photo_before_the_next(check: AppTest, scene: bytes) -> None:
    """Without a photo, or with a refused one alone, there is no way on; the refusal is told in words."""
    press(begin(check), "Go on")
    assert not go_on_is_open(check)
    hand_over(check, "Photos of the left leg", ("refused.jpg", scene))
    assert not go_on_is_open(check)
    assert "not drawn to the chest" in words(check)
    hand_over(check, "Photos of the left leg", ("one.jpg", scene_again(1)))
    assert go_on_is_open(nothing_felt(check, Side.LEFT))


def test_files_that_cannot_be_read_are_told_in_words(check: AppTest, scene: bytes) -> None:
    """Garbage and a failing network become a sentence, and no trial."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("notes.jpg", b"no picture"))
    assert "could not be done" in words(check).lower()
    hand_over(check, "Photos of the left leg", ("broken.jpg", scene))
    assert "working network" in words(check)
    assert not room_of(check).trials[Side.LEFT]


def test_several_trials_show_median_and_spread(check: AppTest, scene: bytes) -> None:
    """Two photos give a median and a spread, and one can be left out again."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene), ("two.jpg", scene_again(2)))
    assert {metric.label for metric in check.metric} == {
        "Thigh, median",
        "Knee, median",
        "Spread of 2 thighs",
        "Spread of 2 knees",
    }
    press(check, "Leave this photo out")
    assert {metric.label for metric in check.metric} == {"Thigh, median", "Knee, median"}
    assert "One photo has no spread" in words(check)


def test_a_corrected_point_changes_the_median(check: AppTest, scene: bytes) -> None:
    """What a hand moves in the editor is what counts, and the leg keeps the examiner's name."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    room = room_of(check)
    ident = room.trials[Side.LEFT][0]
    before = check.metric[0].value
    knee = room.desk.cases[ident].read.measured.pose.points_px["knee"]
    take_edit(room.desk, ident, {"kind": "points", "points": {"knee": [knee[0], knee[1] + 40]}, "reading": ident})
    take_edit(room.desk, ident, {"kind": "points", "points": {"knee": [knee[0], knee[1] + 60]}, "reading": ident})
    take_edit(room.desk, ident, {"kind": "undo", "reading": ident})
    check.run()
    assert check.metric[0].value != before
    assert room_of(check).desk.cases[ident].read.measured.pose.tested_leg is Side.LEFT


def test_a_held_leg_is_not_swapped_in_and_the_examiners_leg_stays(check: AppTest, scene: bytes) -> None:
    """The other leg's points are those of a leg held to the chest: nothing changes."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    room = room_of(check)
    ident = room.trials[Side.LEFT][0]
    take_edit(room.desk, ident, {"kind": "swap", "reading": ident})
    check.run()
    assert not check.exception
    assert room_of(check).desk.cases[ident].read.measured.pose.tested_leg is Side.LEFT


def test_thresholds_of_the_side_panel_hold_for_the_check(check: AppTest, scene: bytes) -> None:
    """Another preset judges the same angles anew, for photos taken before and after."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    check.selectbox(key="choice-preset").set_value("execp").run()
    examination = room_of(check).check.examination
    assert examination.preset.name == "execp"
    assert examination.legs[Side.LEFT].trials[0].analysis.preset.name == "execp"


def test_a_photo_from_the_feet_gives_rotation(check: AppTest, scene: bytes) -> None:
    """The second photo is read for the leg it was taken of, and says why abduction is not read."""
    both_legs(check, scene)
    hand_over(check, "Second photo", ("feet.jpg", scene))
    assert "**Rotation:**" in words(check)
    assert "turned out" in words(check)
    assert "It is not calibrated" in words(check)
    assert "place the hip by hand" in words(check).lower()
    second = room_of(check).seconds[Side.LEFT, SecondView.FRONT]
    assert second.analysis is not None
    assert second.analysis.other_views.thigh is not None


def test_refused_second_photo_offers_its_points(check: AppTest, scene: bytes) -> None:
    """Where the network sees nobody the points can be placed, and hip, knee and ankle make a measurement."""
    from thomas_test.app.editor.second_photo import edited

    both_legs(check, scene)
    hand_over(check, "Second photo", ("refused.jpg", scene))
    assert "Nobody was found" in words(check)
    assert "Drag these points into place: knee, ankle" in words(check)
    room = room_of(check)
    second = room.seconds[Side.LEFT, SecondView.FRONT]
    known = OtherViews(thigh=Angle.around(5.0, 1.0), knee=Angle.around(80.0, 1.0))
    points = {"knee": [200, 100], "ankle": [180, 220], "hip": [190, 100]}
    second = edited(second, {"kind": "points", "points": points, "seq": 1}, leg=Side.LEFT, known=known)
    room.seconds[Side.LEFT, SecondView.FRONT] = second
    check.run()
    assert "**Rotation:**" in words(check)
    assert "**Abduction:**" in words(check)
    level = {"kind": "level", "line": [[0, 100], [100, 90]], "seq": 2}
    tilted = edited(second, level, leg=Side.LEFT, known=known)
    assert tilted.analysis is not None
    assert second.analysis is not None
    assert tilted.analysis.level.tilt_deg == pytest.approx(5.71, abs=0.01)
    assert tilted.analysis.measurement != second.analysis.measurement
    forgotten = edited(tilted, {"kind": "reset", "seq": 3}, leg=Side.LEFT, known=known)
    assert (forgotten.analysis, forgotten.draft) == (second.first, {})
    assert edited(forgotten, {"kind": "undo"}, leg=Side.LEFT, known=known).analysis is tilted.analysis


def test_reset_brings_the_networks_reading_back(check: AppTest, scene: bytes) -> None:
    """Neither a moved point nor a reset loses what was read, nor where the face can be; undo goes step by step."""
    from thomas_test.app.editor.second_photo import edited

    both_legs(check, scene)
    hand_over(check, "Second photo", ("feet.jpg", scene))
    second = room_of(check).seconds[Side.LEFT, SecondView.FRONT]
    known = OtherViews()
    assert second.first is not None
    head = second.first.head_circle_px
    assert head is not None
    moved = edited(second, {"kind": "points", "points": {"knee": [200, 100]}}, leg=Side.LEFT, known=known)
    again = edited(moved, {"kind": "points", "points": {"ankle": [180, 220]}}, leg=Side.LEFT, known=known)
    for step in (moved, again):
        assert step.analysis is not None
        x, y, radius = step.analysis.head_circle_px or (0, 0, 0)
        assert ((x - head[0]) ** 2 + (y - head[1]) ** 2) ** 0.5 + head[2] <= radius + 1e-6
    assert edited(again, {"kind": "undo"}, leg=Side.LEFT, known=known).analysis is moved.analysis
    back = edited(again, {"kind": "reset"}, leg=Side.LEFT, known=known)
    assert back.analysis is second.first
    assert edited(second, {"kind": "undo"}, leg=Side.LEFT, known=known) is second


def test_a_photo_from_above_is_kept_where_no_face_is_seen(check: AppTest, scene: bytes) -> None:
    """Without shoulders nothing tells where the face is: the picture is left out until a person says there is none."""
    from thomas_test.app.editor.second_photo import edited

    both_legs(check, scene)
    check.segmented_control(key="view-left").set_value(SecondView.TOP).run()
    hand_over(check, "Second photo", ("above.jpg", scene_again(4)))
    room = room_of(check)
    points = {"hip": [200, 100], "knee": [190, 220], "other_hip": [260, 100]}
    room.seconds[Side.LEFT, SecondView.TOP] = edited(
        room.seconds[Side.LEFT, SecondView.TOP], {"kind": "points", "points": points}, leg=Side.LEFT, known=OtherViews()
    )
    check.run()
    assert "Left out of the files while it is not known where the face is" in words(check)
    assert room.finished().legs[Side.LEFT].fronts[0].picture is None
    next(box for box in check.checkbox if box.label == "No face can be seen in this picture").check().run()
    assert "Left out of the files" not in words(check)
    front = open_examination(save_examination(room_of(check).finished())).legs[Side.LEFT].fronts[0]
    assert front.picture is not None
    assert front.no_face


def test_of_two_turns_the_later_one_stays(check: AppTest, scene: bytes) -> None:
    """A thigh cannot be ticked as turned out and turned in at once."""
    both_legs(check, scene)
    check.multiselect(key="seen-left").set_value([Seen.TURNED_OUT]).run()
    check.multiselect(key="seen-left").set_value([Seen.TURNED_OUT, Seen.TURNED_IN]).run()
    assert check.multiselect(key="seen-left").value == [Seen.TURNED_IN]
    assert room_of(check).check.examination.legs[Side.LEFT].seen == {Seen.TURNED_IN}


def test_the_whole_way_to_the_result(check: AppTest, scene: bytes) -> None:
    """Both legs, what was seen, the re-test: the result names patterns with sources, sides and what can be done."""
    both_legs(check, scene)
    check.multiselect(key="seen-left").set_value([Seen.STRAIGHT]).run()
    press(check, "Go on")
    assert check.radio(key="retest-left").options  # the thigh at 1.2 degrees is borderline
    check.radio(key="retest-left").set_value(Retest.STAYED).run()
    press(check, "Go on")
    shown = words(check)
    assert not check.exception
    assert "Left leg, tested first" in shown
    assert "1.2° below horizontal" in shown
    assert "median of 2 trials" in shown
    assert "No pattern is named" in shown  # the right leg's low back was not checked
    assert "Ferber et al. 2010" in shown
    assert "no diagnosis" in shown
    assert all(image.proto.imgs[0].alt for image in check.image)
    examination = open_examination(files_of(check)["json"])
    assert len(examination.legs[Side.LEFT].trials) == 2
    assert examination.legs[Side.LEFT].retest is Retest.STAYED
    assert examination.legs[Side.LEFT].pelvis is Pelvis.FELT


def test_result_for_a_second_rater_has_no_number(check: AppTest) -> None:
    """The switch leaves pictures, set-up and method, here and in the two reports; it can be switched back."""
    examination = make_examination()
    check.file_uploader[0].set_value(("check.json", save_examination(examination), "application/json"))
    check.run()
    assert ANGLE.search(words(check))
    assert "may go together with" in words(check)
    assert "guide" in words(check)
    check.toggle(key="rater-blind").set_value(True).run()
    assert not check.exception
    assert not ANGLE.search(words(check))
    assert not re.search(r"[✓✗]|Pattern|may go together|What can be done", words(check))
    assert "Low back flat" in words(check)
    check.toggle(key="rater-blind").set_value(False).run()
    assert ANGLE.search(words(check))


def test_advice_says_for_which_leg_and_from_where(check: AppTest) -> None:
    """Each suggestion names leg and finding, and the source of each sentence stands beside it."""
    check.file_uploader[0].set_value(("check.json", save_examination(make_examination()), "application/json"))
    check.run()
    shown = words(check)
    assert re.search(r"Right leg: at least one hip flexor may be short", shown)
    assert "Jain 2018" in shown
    assert "Take care:" in shown


def test_what_is_ticked_goes_on_the_hand_out(check: AppTest) -> None:
    """Each suggestion has its drawing; without a tick the hand-out holds all, with ticks what is ticked, as often."""
    check.file_uploader[0].set_value(("check.json", save_examination(make_examination()), "application/json"))
    check.run()
    room = room_of(check)
    drawn = [image.proto.imgs[0].alt for image in check.image]
    assert all(panel.words in drawn for one in suiting(make_examination()) for panel in DRAWINGS[one.measure])
    assert "it holds all of these" in words(check)
    tick(check, "do-bridge")
    tick(check, "do-psoas_stretch")
    check.number_input(key=f"times-bridge-{room.ident}").set_value(5).run()
    doses = {Measure.BRIDGE: Dose(times_a_week=5), Measure.PSOAS_STRETCH: Dose(times_a_week=3)}
    assert room_of(check).chosen == doses  # each its own
    assert "It holds what is ticked" in words(check)
    draft = draft_of(room_of(check), Faces.BLUR)
    assert session_of(draft, Settings()).chosen == doses
    shared = json.loads(draft) | {"chosen": ["bridge"], "dose": {"times_a_week": 2, "weeks": 4}}
    old = session_of(json.dumps(shared).encode(), Settings())
    assert old.chosen == {Measure.BRIDGE: Dose(times_a_week=2, weeks=4)}


def test_statements_are_taken(check: AppTest, scene: bytes) -> None:
    """Pelvis, foot and tightness are asked for each leg; a foot that touched is a caution."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("one.jpg", scene))
    check.radio(key="foot-left").set_value(Foot.TOUCHED).run()
    check.radio(key="tight-left").set_value(Tightness.YES).run()
    assert any("repeat the photo" in warning.value for warning in check.warning)
    leg = room_of(check).check.examination.legs[Side.LEFT]
    assert (leg.foot, leg.tight, leg.pelvis) == (Foot.TOUCHED, Tightness.YES, Pelvis.NOT_CHECKED)


def test_a_gap_under_the_low_back_is_said_once_where_the_back_is_asked_about(check: AppTest, scene: bytes) -> None:
    """Of two photos as well, and never beside a leg whose outline leaves none."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("hollow 1.jpg", scene))
    assert [caption.value for caption in check.caption].count(LOW_BACK_HINT) == 1


def test_kept_pictures_have_no_face_and_no_metadata(check: AppTest, scene: bytes) -> None:
    """The pictures in the files are blurred over the head, unless a person says otherwise."""
    both_legs(check, scene)
    room = room_of(check)
    hidden, shown = (room.finished(faces=choice).legs[Side.LEFT].trials[0].picture for choice in Faces)
    assert hidden is not None
    assert shown is not None
    assert encode_picture(read_photo(hidden).rgb) != encode_picture(read_photo(shown).rgb)
    assert b"Exif" not in hidden + shown


def test_saved_check_is_opened_at_its_result(check: AppTest) -> None:
    """The one file brings everything back: statements, numbers, pictures."""
    examination = make_examination()
    check.file_uploader[0].set_value(("check.json", save_examination(examination), "application/json"))
    check.run()
    assert not check.exception
    assert room_of(check).check.step is Step.RESULT
    assert "Thigh 5.0° below horizontal" in words(check).replace("<b>", "")
    again = room_of(check).finished()
    now, then = summarise(again, Side.LEFT), summarise(examination, Side.LEFT)
    assert now is not None
    assert then is not None
    assert (now.thigh, now.knee, now.findings) == (then.thigh, then.knee, then.findings)
    assert (again.person, again.day) == ("P-07", examination.day)


def test_saved_check_keeps_its_thresholds(check: AppTest) -> None:
    """Opening a file changes no verdict; the side panel's thresholds are taken when a person asks for them."""
    examination = make_examination(preset=Preset.named("execp"))
    check.file_uploader[0].set_value(("check.json", save_examination(examination), "application/json"))
    check.run()
    check.run()
    assert room_of(check).check.examination.preset.name == "execp"
    assert open_examination(files_of(check)["json"]).preset == examination.preset
    assert any("saved with: execp" in info.value for info in check.info)
    check.selectbox(key="choice-preset").set_value("mills").run()
    assert room_of(check).check.examination.preset.name == "mills"


def test_saved_check_takes_the_panels_thresholds_on_demand(check: AppTest) -> None:
    """One button holds the opened check against what the side panel says."""
    examination = make_examination(preset=Preset.named("execp"))
    check.file_uploader[0].set_value(("check.json", save_examination(examination), "application/json"))
    check.run()
    press(check, "Use those of the side panel: guide")
    assert room_of(check).check.examination.preset.name == "guide"


def test_files_names_are_not_saved(check: AppTest, scene: bytes) -> None:
    """A file is often called by a person's name: what is saved is called by leg and number."""
    press(begin(check), "Go on")
    hand_over(check, "Photos of the left leg", ("Jane Doe 1.jpg", scene), ("Jane Doe 2.jpg", scene_again(2)))
    press(nothing_felt(check, Side.LEFT), "Go on")
    hand_over(check, "Photos of the right leg", ("Jane Doe 3.jpg", scene_again(3)))
    press(nothing_felt(check, Side.RIGHT), "Go on")
    hand_over(check, "Second photo", ("Jane Doe 4.jpg", scene))
    saved = files_of(check)["json"]
    assert b"Jane" not in saved
    left = json.loads(saved)["legs"]["left"]
    assert [trial["analysis"]["file"] for trial in left["trials"]] == ["left 1", "left 2"]
    assert left["fronts"][0]["analysis"]["file"] == "left from the feet"


def test_saved_stop_is_opened_as_a_stop(check: AppTest) -> None:
    """A check that ended without a score opens as one."""
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT), keep_other=False)
    check.file_uploader[0].set_value(("check.json", save_examination(stopped), "application/json"))
    check.run()
    assert "Not completed: pain" in words(check)
    assert_no_number(check)


def test_another_file_is_refused_in_words(check: AppTest) -> None:
    """Whatever is opened as a saved check, there is a sentence."""
    check.file_uploader[0].set_value(("check.json", json.dumps({"schema": "x"}).encode(), "application/json"))
    check.run()
    assert not check.exception
    assert "open the file that the full check saved" in words(check)


def test_a_new_check_forgets_the_old_one(check: AppTest, scene: bytes) -> None:
    """Starting anew leaves nothing of the person before."""
    both_legs(check, scene)
    assert any("are forgotten" in text.value for text in check.markdown)
    press(check, "Forget this check and start anew")
    room = room_of(check)
    assert room.check.step is Step.BEFORE
    assert not room.desk.cases
    assert not any(box.value for box in check.checkbox)


def test_what_the_phone_sends_is_what_the_person_says_it_is(
    check: AppTest, scene: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which leg and from where is chosen before it is accepted; unasked, no door opens for it."""
    sent = [HandedOver(name="phone photo 1.jpg", data=scene_again(7))]
    asked: list[int] = []

    def show_phone() -> tuple[HandedOver, ...]:
        asked.append(1)
        return (sent.pop(),) if sent and len(asked) > 1 else ()

    monkeypatch.setattr("thomas_test.app.check.second.show_phone", show_phone)
    session = room_of(both_legs(check, scene))
    assert asked == []
    assert not check.exception, words(check)[-600:]
    check.toggle(key="second-phone").set_value(True).run()
    chosen = check.selectbox(key="second-phone-shows")
    assert chosen.options[0] == "left leg, from the feet"
    chosen.select_index(2).run()
    assert not check.exception
    assert list(session.seconds) == [(Side.RIGHT, SecondView.FRONT)]
