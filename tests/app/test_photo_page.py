"""The photo page: every way in, every way it can come out."""

import json
import re

import pytest
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from support.app_table import SCENE, TableEngine, scene_pose
from thomas_test.app.desk import Desk
from thomas_test.app.widgets.result_view import take_edit
from thomas_test.core.errors import ModelError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.settings import Effort, Settings
from thomas_test.core.statements import Foot, Pain, Pelvis
from thomas_test.images import read_photo
from thomas_test.output.records import analysis_to_json
from thomas_test.output.words import LOW_BACK_HINT


def words(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    return "\n".join(str(element.value) for element in (*app.html, *app.markdown, *app.caption, *app.title))


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Hand files over."""
    app.file_uploader[0].set_value([(name, data, "image/jpeg") for name, data in files])
    return app.run()


def desk_of(app: AppTest) -> Desk:
    """The session's own pictures."""
    found = app.session_state["desk"]
    assert isinstance(found, Desk)
    return found


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def show(app: AppTest, name: str) -> AppTest:
    """Show one of several pictures by itself."""
    desk = desk_of(app)
    desk.show(next(case.ident for case in desk.cases.values() if case.name == name))
    return app.run()


def edit(app: AppTest, **what: object) -> AppTest:
    """Report what a hand did in the editor of the picture shown."""
    desk = desk_of(app)
    take_edit(desk, desk.shown, {"reading": desk.shown, "seq": 9, **what})
    return app.run()


def move_knee(app: AppTest) -> AppTest:
    """Drag the knee down."""
    x, y = map(float, scene_pose()[Joint.KNEE])
    return edit(app, kind="points", points={"knee": [x, y + 30]})


def place_points(app: AppTest) -> AppTest:
    """Put hip, knee and ankle of a thigh that lies level on a refused picture."""
    return edit(app, kind="points", points={"hip": [600, 400], "knee": [480, 400], "ankle": [470, 500]})


def test_the_first_page_asks_for_a_photo_and_says_how_to_take_it(app: AppTest) -> None:
    """Before a picture is open there is one question, instructions, and no angle."""
    assert not app.exception
    assert app.file_uploader[0].accept_multiple_files
    assert {"heic", "hif", "avif", "jfif", "pjp", "mpo", "jpg", "json"} <= {
        kind.lstrip(".") for kind in app.file_uploader[0].allowed_type
    }
    assert "draw one knee to the chest" in words(app)
    assert "95 %" not in words(app)


def test_an_upload_is_measured_and_shown_with_its_interval(app: AppTest, scene: bytes) -> None:
    """Number, interval, flags, level and the note on intervals stand on the page, and every picture has words."""
    upload(app, ("one.jpg", scene))
    assert not app.exception
    shown = words(app)
    assert "1.2° <span>below horizontal" in shown
    assert "102.7°" in shown
    assert shown.count("95 % interval") >= 2
    assert shown.count('class="tt-flag ') == 3
    assert "the knees of 117 elite athletes hung at 52.5° on average" in shown.lower()
    assert "the phone&#x27;s own gravity" in shown
    assert "Automatic" in shown
    assert len(app.image) == 3  # the picture and two dials
    assert all(image.proto.imgs[0].alt for image in app.image)


def test_a_gap_under_the_low_back_is_a_hint_beside_the_question(app: AppTest, scene: bytes) -> None:
    """It asks to look, and changes nothing that is measured or named; without a gap it is not there."""
    upload(app, ("one.jpg", scene))
    assert LOW_BACK_HINT not in words(app)
    (plain,) = (case.read for case in desk_of(app).cases.values())
    press(app, "Close")
    upload(app, ("hollow.jpg", scene))
    assert not app.exception
    assert LOW_BACK_HINT in words(app)
    (hinted,) = (case.read for case in desk_of(app).cases.values())
    assert hinted.measured.findings == plain.measured.findings
    assert hinted.measured.warnings == plain.measured.warnings


def test_three_questions_stand_between_the_flags_and_a_pattern(app: AppTest, scene: bytes) -> None:
    """Without the answers no pattern is named, and what is needed is said; one pain takes it back."""
    upload(app, ("one.jpg", scene))
    assert "No pattern named: nobody stated that the low back lay flat" in words(app)
    for name, answer in (("Pelvis", Pelvis.FELT), ("Foot", Foot.FREE), ("Pain", Pain.NONE)):
        next(box for box in app.selectbox if box.key.startswith(f"{name}-")).set_value(answer).run()
    assert not app.exception
    assert "nobody stated" not in words(app)
    assert "a flag it rests on is borderline" in words(app)  # 1.2° below parallel is within its interval
    next(box for box in app.selectbox if box.key.startswith("Pain-")).set_value(Pain.SOME).run()
    assert "No pattern named: something hurt" in words(app)
    assert "Automatic" in words(app)  # nothing counts as corrected


def test_a_camera_photo_goes_the_same_way(app: AppTest, scene: bytes) -> None:
    """The camera gives its full resolution, and what it took is measured as an upload is."""
    app.segmented_control[0].set_value("Camera").run()
    assert app.camera_input[0].resolution == "1080p"
    app.camera_input[0].upload("shot.jpg", scene).run()
    assert not app.exception
    assert "camera photo.jpg" in words(app)
    assert "1.2° <span>below horizontal" in words(app)


def test_a_sample_is_opened_by_its_name(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples need no file of one's own."""
    monkeypatch.setattr("thomas_test.app.intake.sample_pictures", lambda: (SCENE,))
    app.segmented_control[0].set_value("Sample").run()
    app.selectbox(key="sample-0").select_index(0).run()
    assert not app.exception
    assert "hanging.jpg" in words(app)
    assert "1.2° <span>below horizontal" in words(app)


def test_a_copy_without_samples_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none were installed there is a sentence instead of an empty list."""
    monkeypatch.setattr("thomas_test.app.intake.sample_pictures", tuple)
    app.segmented_control[0].set_value("Sample").run()
    assert not app.exception
    assert "No sample pictures" in app.info[0].value


def test_a_refused_picture_says_why_and_shows_no_angle(app: AppTest, scene: bytes) -> None:
    """Reason, remedy and the way to another photo; not one number with a degree sign, no dial."""
    upload(app, ("refused.jpg", scene))
    assert not app.exception
    shown = words(app)
    assert "The other knee is not drawn to the chest" in shown
    assert "What to do:" in shown
    assert not re.search(r"\d°", shown.replace("52.5°", ""))
    assert len(app.image) == 1
    press(app, "Take another photo")
    assert app.file_uploader


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("not a picture.jpg", b"no picture at all", "not a picture.jpg"),  # bytes that no decoder knows
        ("empty.jpg", b"", "empty"),  # nothing
        ("broken.jpg", None, "expected a working network"),  # the network itself fails
        ("notes.json", b"{}", "expected a record"),  # JSON, but no result
        ("notes.json", b"{", "expected a saved result"),  # not even JSON
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_words(
    app: AppTest, scene: bytes, name: str, data: bytes | None, said: str
) -> None:
    """No traceback, no angle, and a way on."""
    upload(app, (name, scene if data is None else data))
    assert not app.exception
    assert said in words(app)
    assert "95 %" not in words(app)
    press(app, "Choose another file")
    assert app.file_uploader


def test_without_a_model_the_page_says_what_to_do(app: AppTest, scene: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that cannot be had is a message, and the upload stays where it is."""

    def none(effort: object) -> TableEngine:
        raise ModelError(f"expected the full model for {effort}, found none: run 'thomas-test models fetch'")

    monkeypatch.setattr("thomas_test.app.engine.shared_engine", none)
    upload(app, ("one.jpg", scene))
    assert not app.exception
    assert "thomas-test models fetch" in words(app)
    assert app.file_uploader


def test_several_pictures_are_kept_apart_and_chosen_by_name(app: AppTest, scene: bytes) -> None:
    """Each keeps its own result; the sign before the name says what came of it."""
    upload(app, ("one.jpg", scene), ("refused.jpg", scene), ("junk.jpg", b"junk"))
    show(app, "one.jpg")
    chooser = app.selectbox(key="shown-0-3")
    assert [option[0] for option in chooser.options] == ["✓", "✗", "!"]
    chooser.select_index(1).run()
    assert "Not measured" in words(app)
    app.selectbox(key="shown-0-3").select_index(0).run()
    assert "1.2° <span>below horizontal" in words(app)


def test_a_name_from_a_stranger_is_text_and_nothing_else(app: AppTest, scene: bytes) -> None:
    """Markup in a file name neither runs nor loads anything."""
    upload(app, ("<img src=x onerror=alert(1)>.jpg", scene))
    assert not app.exception
    assert "<img src=x" not in words(app)
    assert "&lt;img src=x" in words(app)


def test_a_correction_shows_both_values_and_which_is_shown(app: AppTest, scene: bytes) -> None:
    """The corrected number is large and the automatic one stands beside it; undo leads back."""
    upload(app, ("one.jpg", scene))
    desk = desk_of(app)
    ident = desk.shown
    points = {joint.value: list(map(float, point)) for joint, point in scene_pose().points_px.items()}
    points["knee"][1] += 30
    take_edit(desk, ident, {"kind": "points", "reading": ident, "seq": 1, "points": points})
    app.run()
    shown = words(app)
    assert "Corrected by hand" in shown
    assert "The automatic reading was thigh 1.2° below horizontal" in shown
    assert "1.2° <span>below horizontal" not in shown
    take_edit(desk, ident, {"kind": "undo", "reading": ident, "seq": 2})
    app.run()
    assert "1.2° <span>below horizontal" in words(app)


def test_an_edit_that_cannot_be_followed_is_said_and_changes_nothing(app: AppTest, scene: bytes) -> None:
    """Hip and knee in one place: the points stay, and the words tell why."""
    upload(app, ("one.jpg", scene))
    desk = desk_of(app)
    edit = {"kind": "points", "reading": desk.shown, "seq": 1, "points": {"hip": [5, 5], "knee": [5, 5]}}
    take_edit(desk, desk.shown, edit)
    app.run()
    assert not app.exception
    assert "expected hip and knee in two places" in words(app)
    assert "Automatic" in words(app)


def test_the_editor_lets_the_leg_be_named(app: AppTest, scene: bytes) -> None:
    """Naming the other leg keeps the points and counts as a correction."""
    upload(app, ("one.jpg", scene))
    app.segmented_control[0].set_value("Adjust points").run()
    assert not app.exception
    assert "Left leg" in words(app)
    next(box for box in app.selectbox if box.label == "This is the person's").set_value(Side.RIGHT).run()
    assert not app.exception
    assert "Right leg" in words(app)
    assert "1.2° <span>below horizontal" in words(app)
    assert "Corrected by hand" in words(app)


def test_unsure_points_lead_to_the_editor(app: AppTest, scene: bytes) -> None:
    """Scattered readings: the one next step is to check the points; an unseen ankle leaves the knee without number."""
    upload(app, ("unsure.jpg", scene))
    assert "Not assessed: the ankle was not seen" in words(app)
    assert "Repeated readings of this picture differ" in words(app)
    press(app, "Check the points")
    assert app.segmented_control[0].value == "Adjust points"


def test_points_are_placed_by_hand_on_a_refused_picture(app: AppTest, scene: bytes) -> None:
    """No angle before hip and knee stand; then the picture is measured, and the side has to be confirmed."""
    upload(app, ("refused.jpg", scene))
    press(app, "Place the points by hand")
    desk = desk_of(app)
    ident = desk.shown
    one = {"kind": "points", "reading": ident, "seq": 1, "points": {"hip": [600, 400]}}
    take_edit(desk, ident, one)
    app.run()
    assert "95 %" not in words(app)
    take_edit(desk, ident, {**one, "seq": 2, "points": {"hip": [600, 400], "knee": [480, 400]}})
    app.run()
    assert not app.exception
    assert "0.0° <span>horizontal" in words(app)
    assert "Points placed by hand" in words(app)
    assert "It is not certain which leg hangs" in words(app)


def test_a_saved_result_is_opened_again_over_its_picture(app: AppTest, scene: bytes) -> None:
    """The record alone shows its numbers; together with the picture it is shown over it and nothing is read again."""
    analysis = TableEngine().read(read_photo(scene, name="one.jpg"), Settings(leg=Side.RIGHT))
    record = json.dumps(analysis_to_json(analysis)).encode()
    upload(app, ("one.json", record), ("one.jpg", scene))
    assert not app.exception
    assert len(desk_of(app).cases) == 1
    assert "Right leg" in words(app)  # reading it anew would say left
    assert "1.2° <span>below horizontal" in words(app)


def test_other_thresholds_hold_the_same_angles(app: AppTest, scene: bytes) -> None:
    """Another preset changes flags, never numbers."""
    upload(app, ("one.jpg", scene))
    app.selectbox(key="choice-preset").set_value("mills").run()
    assert not app.exception
    assert "Thigh reaches 15° below parallel" in words(app)
    assert "1.2° <span>below horizontal" in words(app)


def page_with_a_draft() -> None:
    """What a page does where a draft is brought back: choices are put into the session, then shown."""
    import streamlit as st

    from thomas_test.app.widgets.choices import show_choices
    from thomas_test.core.settings import Effort

    st.session_state["choice-effort"] = Effort.FAST
    st.session_state["choice-tolerance-guide"] = 15.0
    show_choices()


def test_choices_that_a_draft_brings_back_stand_without_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reload puts into the session is chosen; the terminal shows no warning with a stack of calls."""
    complaints: list[str] = []
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    monkeypatch.setattr(policies._LOGGER, "warning", lambda text, *_, **__: complaints.append(text))
    app = AppTest.from_function(page_with_a_draft).run()
    assert not app.exception
    assert app.selectbox(key="choice-effort").value is Effort.FAST
    assert app.number_input(key="choice-tolerance-guide").value == 15.0
    assert not complaints


def test_what_the_browser_falls_back_to_is_what_is_chosen() -> None:
    """Where it misses that a choice was put into the session, it takes the default for a person's choice."""
    plain = AppTest.from_function(page_with_choices).run()
    drafted = AppTest.from_function(page_with_a_draft).run()
    for app, effort, tolerance in ((plain, "Standard", 10.0), (drafted, "Fast", 15.0)):
        box = app.selectbox(key="choice-effort").proto
        assert box.options[box.default] == effort
        assert app.number_input(key="choice-tolerance-guide").proto.default == tolerance


def page_with_choices() -> None:
    """What every page does."""
    from thomas_test.app.widgets.choices import show_choices

    show_choices()


def test_another_leg_in_the_choices_reads_the_picture_again(app: AppTest, scene: bytes) -> None:
    """What a choice decides before reading is read again, as long as nobody corrected the points."""
    upload(app, ("one.jpg", scene))
    app.selectbox(key="choice-leg").set_value(Side.RIGHT).run()
    assert "Right leg" in words(app)
    assert "Automatic" in words(app)


def test_undo_brings_back_no_reading_by_other_choices(app: AppTest, scene: bytes) -> None:
    """It takes back what a hand did, a reset too; what was read by other choices would stand under those of now."""
    upload(app, ("one.jpg", scene))
    app.selectbox(key="choice-leg").set_value(Side.RIGHT).run()
    case = desk_of(app).case
    assert case is not None
    assert not case.past
    edit(app, kind="undo")
    assert "Right leg" in words(app)
    move_knee(app)
    edit(app, kind="reset")
    app.selectbox(key="choice-leg").set_value(None).run()
    assert "Left leg" in words(app)
    edit(app, kind="undo")
    assert "Corrected by hand" in words(app)
    edit(app, kind="undo")
    assert "Left leg" in words(app), "what the hand had changed was read by 'right leg'"
    move_knee(app)
    app.selectbox(key="choice-leg").set_value(Side.RIGHT).run()
    edit(app, kind="undo")
    edit(app, kind="undo")
    assert "Right leg" in words(app)
    assert "Corrected by hand" not in words(app)
    move_knee(app)
    app.selectbox(key="choice-leg").set_value(Side.LEFT).run()
    edit(app, kind="reset")
    assert "Left leg" in words(app)
    assert "Corrected by hand" not in words(app)


def test_adding_photos_keeps_those_that_are_open(app: AppTest, scene: bytes) -> None:
    """The inputs come back empty, the open pictures are one press away, and another one joins them."""
    upload(app, ("one.jpg", scene))
    press(app, "Add photos")
    assert app.file_uploader[0].value == []
    press(app, "✓ one.jpg")
    assert "1.2° <span>below horizontal" in words(app)
    press(app, "Add photos")
    upload(app, ("two.jpg", scene))
    assert [case.name for case in desk_of(app).cases.values()] == ["one.jpg", "two.jpg"]
    assert "two.jpg" in words(app)


def test_closing_forgets_the_picture_shown_and_no_other(app: AppTest, scene: bytes) -> None:
    """The next one is shown; after the last the inputs are."""
    upload(app, ("one.jpg", scene), ("refused.jpg", scene), ("junk.jpg", b"junk"))
    show(app, "one.jpg")
    press(app, "Close")
    assert [case.name for case in desk_of(app).cases.values()] == ["refused.jpg", "junk.jpg"]
    assert "Not measured" in words(app)
    press(app, "Take another photo")
    assert [case.name for case in desk_of(app).cases.values()] == ["junk.jpg"]
    assert app.file_uploader
    press(app, "! junk.jpg")
    press(app, "Choose another file")
    assert desk_of(app).cases == {}
    assert app.file_uploader[0].value == []


def test_a_persons_work_is_not_dropped_without_a_question(app: AppTest, scene: bytes) -> None:
    """A corrected picture is closed only by a second button that says what goes with it; so are all at once."""
    upload(app, ("one.jpg", scene))
    move_knee(app)
    assert "Close" not in [button.label for button in app.button]
    press(app, "Add photos")
    assert "Close all" not in [button.label for button in app.button]
    press(app, "Close all, corrections too")
    assert desk_of(app).cases == {}


def test_choices_never_overwrite_points_placed_by_hand(app: AppTest, scene: bytes) -> None:
    """Naming the leg names it, turning the head turns the sign, the effort says that it has no effect here."""
    upload(app, ("refused.jpg", scene))
    press(app, "Place the points by hand")
    place_points(app)
    assert "It is not certain which leg hangs" in words(app)
    app.selectbox(key="choice-leg").set_value(Side.RIGHT).run()
    assert not app.exception
    assert "Right leg" in words(app)
    assert "Points placed by hand" in words(app)
    assert "It is not certain which leg hangs" not in words(app)
    app.selectbox(key="choice-head").set_value(Direction.LEFT).run()
    assert "lies as no hanging leg can" in words(app)  # the thigh points at the head
    app.selectbox(key="choice-head").set_value(Direction.RIGHT).run()
    case = desk_of(app).case
    assert case is not None
    assert case.read.measured.pose.head_towards is Direction.RIGHT
    app.selectbox(key="choice-effort").set_value(Effort.FAST).run()
    assert "has no effect here" in words(app)
    assert "Points placed by hand" in words(app)


def test_the_reason_of_a_refusal_is_said_beside_points_placed_by_hand(app: AppTest, scene: bytes) -> None:
    """And Reset leads back to the refusal, which can be undone like everything else."""
    upload(app, ("refused.jpg", scene))
    press(app, "Place the points by hand")
    place_points(app)
    assert "the automatic reading refused the picture: The other knee is not drawn to the chest" in words(app)
    edit(app, kind="reset")
    assert "Not measured" in words(app)
    edit(app, kind="undo")
    assert "Points placed by hand" in words(app)


def test_an_unsure_leg_is_asked_for_above_the_picture_and_any_answer_settles_it(app: AppTest, scene: bytes) -> None:
    """Naming the leg that was guessed is an answer, too; then the points and the level are next."""
    upload(app, ("refused.jpg", scene))
    press(app, "Place the points by hand")
    place_points(app)
    assert "Left leg</strong> (left or right is not certain)" in words(app)
    press(app, "The left leg")
    assert "not certain" not in words(app)
    assert "Left leg" in words(app)


def test_points_found_right_are_confirmed_in_the_editor(app: AppTest, scene: bytes) -> None:
    """Moving one point is no answer to a doubt about another; saying that they are right is."""
    upload(app, ("unsure.jpg", scene))
    press(app, "Check the points")
    edit(app, kind="points", points={"shoulder": [10, 10]})
    assert "Repeated readings of this picture differ" in words(app)
    press(app, "The points are right")
    assert "Repeated readings of this picture differ" not in words(app)


def test_a_leg_that_is_held_is_not_swapped_in(app: AppTest, scene: bytes) -> None:
    """The held thigh is no finding: the legs stay as they were, and the reason is said."""
    upload(app, ("one.jpg", scene))
    before = words(app)
    edit(app, kind="swap")
    assert "expected the other leg to hang" in words(app)
    assert before in words(app) or "Left leg" in words(app)


def test_points_where_no_hanging_leg_has_them_give_no_number(app: AppTest, scene: bytes) -> None:
    """A knee dragged up to the chest is refused with its reason; the editor stays open to drag it back."""
    upload(app, ("one.jpg", scene))
    case = desk_of(app).case
    assert case is not None
    hip = case.read.measured.pose["hip"]
    edit(app, kind="points", points={"knee": [float(hip[0]) - 40.0, float(hip[1]) - 150.0]})
    shown = words(app)
    assert "lies as no hanging leg can" in shown
    assert "95 % interval" not in shown
    edit(app, kind="undo")
    assert "95 % interval" in words(app)


def test_a_result_without_its_picture_says_so(app: AppTest, scene: bytes) -> None:
    """Nobody takes the empty ground for the picture."""
    analysis = TableEngine().read(read_photo(scene, name="one.jpg"), Settings())
    upload(app, ("one.json", json.dumps(analysis_to_json(analysis)).encode()))
    assert "opened without its picture" in words(app)
