"""The people page: off by itself; then a list, a search, a history, a plan, files in and out, and deletion for good."""

import datetime as dt
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support.examinations import DAY, GROIN_PAIN, make_examination, make_leg
from thomas_test.app import navigation
from thomas_test.app.check.session import CheckSession, opened_session
from thomas_test.check.differences import Occasion
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Examination, Stop
from thomas_test.check.storage import save_examination
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Mdc
from thomas_test.core.settings import Settings
from thomas_test.history import Book, open_database, store_repeatability
from thomas_test.history.switch import is_on
from thomas_test.history.transfer import export_person

SIX_WEEKS = dt.timedelta(weeks=6)


@pytest.fixture
def gone_to(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were gone to: here is one page alone."""
    paths: list[str] = []
    monkeypatch.setattr(navigation, "go_to", paths.append)
    monkeypatch.setattr("thomas_test.app.people.person.go_to", paths.append)
    return paths


@pytest.fixture
def people(environment: None, gone_to: list[str]) -> AppTest:  # noqa: ARG001
    """The people page with its side panel."""

    def script() -> None:
        from thomas_test.app.pages.people import people_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        people_page()

    return AppTest.from_function(script, default_timeout=20).run()


@pytest.fixture
def check(environment: None, gone_to: list[str]) -> AppTest:  # noqa: ARG001
    """A window with the full check, which holds nothing yet."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        check_page()

    return AppTest.from_function(script, default_timeout=20)


@pytest.fixture
def book(people: AppTest) -> Book:
    """The book that the page shows, switched on."""
    press(people, "Switch it on")
    return Book(open_database())


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def words(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    kinds = (app.html, app.markdown, app.caption, app.title, app.subheader, app.header)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def keep(book: Book, code: str, day: dt.date, *, left: float) -> str:
    """A check of that day, its left thigh at an angle."""
    legs = {Side.LEFT: make_leg(Side.LEFT, left), Side.RIGHT: make_leg(Side.RIGHT, 3.0)}
    return book.keep(code, replace(make_examination(legs=legs), day=day))


def test_nothing_is_kept_before_somebody_switches_it_on(people: AppTest, tmp_path: Path) -> None:
    """One sentence on what is kept and where; looking at the page writes nothing."""
    assert "Nothing is kept" in words(people)
    assert "history.sqlite" in words(people)
    assert not (tmp_path / "kept").exists()
    press(people, "Switch it on")
    assert (tmp_path / "kept" / "history.sqlite").is_file()
    assert "Nobody yet" in words(people)


def test_switched_off_what_was_kept_stays_and_comes_back(people: AppTest, book: Book) -> None:
    """Nobody is shown meanwhile, and nothing new is kept."""
    book.add_person("P-001")
    press(people.run(), "Switch it off, and leave what is there")
    assert not is_on(book)
    assert "P-001" not in [button.label for button in people.button]
    assert "still there" in words(people)
    press(people, "Switch it on")
    assert "P-001" in [button.label for button in people.button]


def test_deleting_everything_leaves_no_file(people: AppTest, book: Book, tmp_path: Path) -> None:
    """Only after a second word; then the page is as before it was switched on."""
    keep(book, book.add_person("P-001").code, DAY, left=1.0)
    assert next(one for one in people.run().button if one.label == "Delete everything").disabled
    people.checkbox(key="sure-of-all").check().run()
    press(people, "Delete everything")
    assert "Nothing is kept" in words(people)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_person_is_added_under_a_suggested_code(people: AppTest, book: Book) -> None:
    """Year of birth and sex may stay empty; the person's page opens."""
    press(people, "Add")
    assert [person.code for person in book.people()] == ["P-001"]
    assert "Not examined yet" in words(people)


def test_what_cannot_be_added_is_told_and_nothing_is(people: AppTest, book: Book) -> None:
    """A code that somebody has."""
    book.add_person("P-001")
    next(one for one in people.run().text_input if one.label.startswith("Code")).set_value("P-001")
    press(people, "Add")
    assert "nobody has" in words(people)
    assert len(book.people()) == 1


def test_people_are_searched_and_turned_over(people: AppTest, book: Book) -> None:
    """25 at a time; a search looks through all."""
    for number in range(30):
        book.add_person(f"C-{number:02d}")
    shown = [one.label for one in people.run().button if one.label.startswith("C-")]
    assert len(shown) == 25
    press(people, "Further")
    assert [one.label for one in people.button if one.label.startswith("C-")] == [f"C-{n}" for n in range(25, 30)]
    people.text_input(key="people-search").set_value("c-07").run()
    assert [one.label for one in people.button if one.label.startswith("C-")] == ["C-07"]


def test_a_history_calls_a_change_one_only_beyond_what_repeating_changes(people: AppTest, book: Book) -> None:
    """The left thigh by 9 degrees, the right one by none; the words of a table and a sentence, for either angle."""
    book.add_person("P-001")
    for weeks, left in ((0, -6.0), (6, 3.0)):
        keep(book, "P-001", DAY + dt.timedelta(weeks=weeks), left=left)
    press(people.run(), "P-001")
    shown = words(people)
    assert "9.0° lower: beyond the" in shown
    assert "0.0°: within the" in shown
    assert "improved" not in shown
    table = people.table[0].value
    assert all(cell.endswith((" above horizontal", " below horizontal")) for cell in table["Angle"])
    assert list(table["Day"]) == ["2026-03-14", "2026-03-14", "2026-04-25", "2026-04-25"]
    assert "P-001" not in [one.label for one in people.button]
    press(people, "All people")
    assert "P-001" in [one.label for one in people.button]


def test_two_days_stand_side_by_side_with_what_repeating_may_change(people: AppTest, book: Book) -> None:
    """Whatever two days are chosen; the same one twice is not compared."""
    book.add_person("P-001")
    for weeks, left in ((0, -6.0), (3, -4.0), (6, 3.0)):
        keep(book, "P-001", DAY + dt.timedelta(weeks=weeks), left=left)
    press(people.run(), "P-001")
    assert "Thigh angle of the left leg: 9.0° lower: beyond the" in words(people)
    assert any("By the medians of all trials of these days" in caption.value for caption in people.caption)
    first = people.selectbox(key="first-day")
    first.select_index(1).run()
    assert "Thigh angle of the left leg: 7.0° lower: beyond the" in words(people)
    people.selectbox(key="second-day").select_index(0).run()
    assert "Thigh angle of the left leg: 2.0°: within the" in words(people)
    people.selectbox(key="second-day").select_index(1).run()
    assert "two different examinations" in words(people)
    people.radio(key="beside-leg").set_value(Occasion.LEGS).run()
    assert "Left leg" in words(people)
    assert "Right leg" in words(people)


def test_the_curve_is_drawn_once_for_what_it_shows(
    people: AppTest, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click beside it draws nothing; a further examination does."""
    drawn: list[bool] = []

    def draw(*_: object, narrow: bool, **__: object) -> bytes:
        drawn.append(narrow)
        return b"<svg xmlns='http://www.w3.org/2000/svg'/>"

    monkeypatch.setattr("thomas_test.app.people.person.curve_svg", draw)
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=-9.0)
    press(people.run(), "P-001")
    assert drawn == [False, True]
    people.run()
    assert drawn == [False, True]
    keep(book, "P-001", DAY + SIX_WEEKS, left=-7.0)
    people.run()
    assert drawn == [False, True] * 2


@pytest.mark.parametrize("way", ["All people", "Delete for good"])
def test_the_curve_of_a_person_goes_with_them(people: AppTest, book: Book, way: str) -> None:
    """Once they are left or deleted the session keeps nothing of it."""
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=-9.0)
    press(people.run(), "P-001")
    assert people.session_state["desk"]._made
    press(people, way)
    assert not people.session_state["desk"]._made


def test_what_was_chosen_is_ticked_and_asks_again_after_its_weeks(people: AppTest, book: Book) -> None:
    """A suggestion of the latest examination, a tick and a date; then, weeks later, what to do if it persists."""
    book.add_person("P-001")
    keep(book, "P-001", dt.date.today(), left=-9.0)
    press(people.run(), "P-001")
    assert "Hand-out for the person" not in [one.label for one in people.button]
    press(people, "Choose this")
    assert "Hand-out for the person" in [one.label for one in people.button]
    assert any("3 times a week for 6 weeks" in image.proto.imgs[0].alt for image in people.image)  # below the curve
    (plan,) = book.plans("P-001")
    assert plan.weeks == 6
    assert "Be patient" not in words(people)
    press(people, "Done")
    assert book.plans("P-001")[0].days == (dt.date.today(),)
    assert "done on 1 day" in words(people)
    press(people, "Not done after all")
    assert book.plans("P-001")[0].days == ()
    press(people, "No longer done from this day")
    assert book.plans("P-001")[0].ended == dt.date.today()
    assert f"; ended on {dt.date.today()}" in words(people)
    assert "Hand-out for the person" not in [one.label for one in people.button]
    press(people, "Goes on after all")
    assert book.plans("P-001")[0].ended is None
    keep(book, "P-001", dt.date.today() + SIX_WEEKS, left=-7.0)
    assert "Be patient, and if it does not change" in words(people.run())


def test_what_was_ended_is_chosen_anew_without_another_check(people: AppTest, book: Book) -> None:
    """Examined two weeks ago, ended today: offered again, from today on; the older does not go on beside it."""
    today, two_weeks = dt.date.today(), dt.timedelta(weeks=2)
    book.add_person("P-001")
    keep(book, "P-001", today - two_weeks, left=-9.0)
    press(people.run(), "P-001")
    press(people, "Choose this")
    first = book.plans("P-001")[0].measure
    press(people, "No longer done from this day")
    press(people, "Choose this")
    assert [(one.measure, one.since, one.ended) for one in book.plans("P-001")] == [
        (first, today - two_weeks, today),
        (first, today, None),
    ]
    press(people, "Goes on after all")
    assert "one that was chosen anew" in words(people)
    assert "Not noted" in words(people)  # and the rest of the page stays
    assert book.plans("P-001")[0].ended == today


def test_what_begins_later_is_shown_and_can_be_ended(people: AppTest, book: Book) -> None:
    """It is not offered any more: without its words nobody would know why."""
    later = dt.date.today() + dt.timedelta(weeks=2)
    book.add_person("P-001")
    keep(book, "P-001", dt.date.today(), left=-9.0)
    book.choose("P-001", Measure.PSOAS_STRETCH.value, since=later)
    press(people.run(), "P-001")
    assert f"Since {later}, 3 times a week for 6 weeks" in words(people)
    assert next(button for button in people.button if button.label == "Done").disabled
    press(people, "No longer done from this day")
    assert book.plans("P-001")[0].ended == later
    assert f"; ends on {later}" in words(people)


def test_after_a_stopped_check_nothing_is_suggested(people: AppTest, book: Book) -> None:
    """Whoever was in pain is sent on: that is no 'chosen already'."""
    book.add_person("P-001")
    stop = Stop(pain=GROIN_PAIN, side=Side.LEFT)
    book.keep("P-001", Examination(day=DAY).stopped(stop))
    press(people.run(), "P-001")
    assert "The latest check was stopped: nothing is suggested after it." in words(people)
    assert "chosen already" not in words(people)


def test_a_new_check_begins_under_the_code(people: AppTest, book: Book, gone_to: list[str]) -> None:
    """And asks first where a check is open."""
    book.add_person("P-001")
    press(people.run(), "P-001")
    press(people, "New check for this person")
    assert gone_to == ["check"]
    found = people.session_state["check-session"]
    assert isinstance(found, CheckSession)
    assert found.check.examination.person == "P-001"
    people.session_state["check-session"] = opened_session(make_examination(), Settings())
    people.run()
    assert "New check for this person" not in [one.label for one in people.button]
    press(people, "Forget it and begin")
    assert gone_to == ["check", "check"]


def test_an_examination_is_opened_to_be_corrected(people: AppTest, book: Book, gone_to: list[str]) -> None:
    """The full check knows whose it is and under which key it was kept."""
    book.add_person("P-001")
    ident = keep(book, "P-001", DAY, left=2.0)
    press(people.run(), "P-001")
    press(people, "Open")
    assert gone_to == ["check"]
    assert people.session_state["check-session"].kept == ("P-001", ident)


def test_examinations_and_people_are_deleted(people: AppTest, book: Book) -> None:
    """One by one; after a person the list is shown."""
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=2.0)
    press(people.run(), "P-001")
    press(people, "Delete it")
    assert book.person("P-001").examinations == 0
    press(people, "Delete for good")
    assert book.people() == []
    assert "Nobody yet" in words(people)


def test_who_deletes_is_told_of_the_copies_that_still_hold_it(people: AppTest, book: Book, tmp_path: Path) -> None:
    """An examination as well as a person; without a copy nothing is said of one."""
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=2.0)
    press(people.run(), "P-001")
    assert "of before an update" not in words(people)
    (tmp_path / "kept" / "history.sqlite.before-20260101T000000").write_bytes(b"older")
    assert words(people.run()).count("A copy of before an update may still hold what is deleted") == 2


def test_what_is_deleted_is_not_open_in_the_check_any_more(people: AppTest, book: Book) -> None:
    """Also where another name was typed in the check than the code under which it was kept."""
    book.add_person("P-001")
    ident = keep(book, "P-001", DAY, left=2.0)
    session = opened_session(replace(book.examination(ident), person="Ann"), Settings())
    session.kept = ("P-001", ident)
    people.session_state["check-session"] = session
    press(people.run(), "P-001")
    press(people, "Delete for good")
    assert people.session_state["check-session"] is not session


def test_a_report_goes_by_what_the_history_goes_by(
    people: AppTest, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An examination of before the clinic measured its own: one page never holds it against two limits."""
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=-9.0)
    own = replace(PUBLISHED, thigh=Mdc(degrees=3.1, source="this clinic, 30 people, 2026"))
    store_repeatability(book, own)
    told: list[Examination] = []

    def pdf(examination: Examination, **_: object) -> bytes:
        told.append(examination)
        return b""

    monkeypatch.setattr("thomas_test.app.people.person.examination_pdf", pdf)
    press(people.run(), "P-001")
    press(people, "Report")
    assert [one.repeatability for one in told] == [own]


def test_a_check_whose_examination_was_deleted_can_be_kept_for_somebody_else(check: AppTest) -> None:
    """Kept for the wrong person, deleted there: the check is still open, and no longer that examination's."""
    book = Book(open_database())
    for code in ("P-001", "P-002"):
        book.add_person(code)
    ident = keep(book, "P-001", DAY, left=2.0)
    session = opened_session(replace(book.examination(ident), person="P-002"), Settings())
    session.kept = ("P-001", ident)
    check.session_state["check-session"] = session
    assert "Kept for P-001" in words(check.run())
    book.delete_examination(ident)
    press(check.run(), "Keep this check")
    assert "Kept for P-002" in words(check)
    assert [entry.day for entry in book.examinations("P-002")] == [DAY]


def test_a_correction_takes_no_kept_picture_away(check: AppTest) -> None:
    """Whoever kept the pictures finds them with the corrected version too, unless the tick is taken out."""
    book = Book(open_database())
    book.add_person("P-001")
    ident = book.keep("P-001", make_examination(), pictures=True)
    session = opened_session(book.examination(ident), Settings())
    session.kept = ("P-001", ident)
    check.session_state["check-session"] = session
    press(check.run(), "Keep as a new version")
    assert [entry.has_pictures for entry in book.versions(ident)] == [True, True]


def test_a_file_is_shown_before_it_is_added(people: AppTest, book: Book) -> None:
    """What would be added and what is here already; nothing before the button."""
    data = save_examination(make_examination(person="P-07"))

    def hand_over() -> None:
        people.file_uploader[0].upload("check.json", data, "application/json").run()

    hand_over()
    assert "P-07: would be added" in words(people)
    assert book.people() == []
    press(people, "Add this")
    assert book.person("P-07").examinations == 1
    hand_over()
    assert "Here already, and left alone: 2026-03-14" in words(people)
    assert "plans are left out" not in words(people)
    book.choose("P-07", Measure.BRIDGE.value, since=DAY)
    data = export_person(book, "P-07")
    hand_over()
    assert "Its plans are left out: those here stay as they are." in words(people)


def test_a_database_that_cannot_be_opened_is_told_in_words(people: AppTest, tmp_path: Path) -> None:
    """No traceback; the other pages go on without it."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "history.sqlite").write_text("no database " * 100)
    assert "can be opened" in words(people.run())


def test_strange_codes_do_nothing_on_the_page(people: AppTest, book: Book) -> None:
    """Whatever somebody typed, or a file held, is shown letter for letter."""
    book.add_person("![x](http://a.b/c) $1$")
    labels = [one.label for one in people.run().button]
    assert not any("](http" in label for label in labels)


EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    ("address", "password", "there"),
    [(EVERYWHERE, "", False), (EVERYWHERE, "a-long-password-1", True), ("127.0.0.1", "", True)],
)
@pytest.mark.usefixtures("environment")
def test_beyond_this_machine_people_are_shown_only_behind_a_password(
    address: str, password: str, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is not even in the menu, and a check's result is not offered to be kept."""
    from streamlit import config

    known = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: address if name == "server.address" else known(name))
    os.environ["THOMAS_TEST_PASSWORD"] = password
    from thomas_test.app.people.place import there as book_there
    from thomas_test.app.server.reach import may_show_people

    open_database()
    assert may_show_people() is there
    assert ("people" in navigation.pages()) is there
    assert (book_there() is not None) is there


def test_the_file_of_a_person_holds_everything(people: AppTest, book: Book) -> None:
    """As the library writes it."""
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=2.0)
    press(people.run(), "P-001")
    from thomas_test.history.transfer import export_person

    assert json.loads(export_person(book, "P-001"))["code"] == "P-001"


def test_the_last_time_and_its_plan_stand_beside_todays_finding(
    environment: None,  # noqa: ARG001
    gone_to: list[str],  # noqa: ARG001
) -> None:
    """At the end of the re-test, before it is kept and after; nothing where keeping is off."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        check_page()

    today = replace(
        make_examination(legs={Side.LEFT: make_leg(Side.LEFT, 3.0), Side.RIGHT: make_leg(Side.RIGHT, 3.0)}),
        day=DAY + SIX_WEEKS,
        person="P-001",
    )
    app = AppTest.from_function(script, default_timeout=20)
    app.session_state["check-session"] = opened_session(today, Settings())
    app.run()
    assert "Since 2026-03-14" not in words(app)
    assert "Keep it from week to week" not in words(app)
    book = Book(open_database())
    book.add_person("P-001")
    keep(book, "P-001", DAY, left=-6.0)
    book.choose("P-001", "psoas_stretch", since=DAY, weeks=6)
    shown = words(app.run())
    assert "Since 2026-03-14" in shown
    assert "Beyond what repeating the test may change: left leg, thigh angle." in shown
    assert "Planned: Psoas stretch with side-bending away" in shown
    assert "Be patient, and if it does not change" in shown
    app.session_state["check-session"].chosen = frozenset({Measure.PSOAS_STRETCH})
    assert "becomes the plan" in words(app.run())
    press(app, "Keep this check")
    assert [entry.day for entry in book.examinations("P-001")] == [DAY, DAY + SIX_WEEKS]
    assert "Kept for P-001" in words(app)
    assert "Since 2026-03-14" in words(app)
    press(app, "Keep as a new version")
    assert [entry.version for entry in book.examinations("P-001")] == [1, 2]
    app.session_state["check-session"] = opened_session(today, Settings())  # the saved file of it, opened once more
    press(app.run(), "Keep this check")
    assert [entry.day for entry in book.examinations("P-001")] == [DAY, DAY + SIX_WEEKS]
    assert "Kept for P-001" in words(app)


def test_the_result_names_what_repeating_may_change_here() -> None:
    """The clinic's own that the check goes by, at a glance and in the method; not the published beside it."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        check_page()

    own = replace(PUBLISHED, thigh=Mdc(degrees=3.1, source="this clinic, 30 people, 2026"))
    app = AppTest.from_function(script, default_timeout=20)
    app.session_state["check-session"] = opened_session(replace(make_examination(), repeatability=own), Settings())
    app.run()
    assert not app.exception
    assert "not another day (thigh 3.1°, knee 19.4°)" in words(app)
    assert "(minimal detectable change: thigh 3.1°, knee 19.4°)" in words(app)


def _offered_the_next_code() -> tuple[AppTest, Book]:
    """The result of a check without a name, which was offered P-001 as nobody's; by now it is somebody's."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page
        from thomas_test.app.widgets.choices import show_choices

        show_choices()
        check_page()

    book = Book(open_database())
    app = AppTest.from_function(script, default_timeout=20)
    app.session_state["check-session"] = opened_session(replace(make_examination(), person=""), Settings())
    app.run()
    book.add_person("P-001")
    return app, book


@pytest.mark.parametrize("runs_between", [0, 1])
def test_a_code_that_was_given_away_meanwhile_is_nobody_elses(
    environment: None,  # noqa: ARG001
    gone_to: list[str],  # noqa: ARG001
    runs_between: int,
) -> None:
    """Two windows are offered the same next code: the later check is not put into the other person's history."""
    app, book = _offered_the_next_code()
    keep(book, "P-001", DAY, left=-6.0)
    for _ in range(runs_between):
        app.run()
    press(app, "Keep this check")
    assert len(book.examinations("P-001")) == 1
    assert "meanwhile" in words(app)
    press(app, "Keep this check")
    assert len(book.examinations("P-001")) == 1
    assert len(book.examinations("P-002")) == 1


def test_a_person_added_in_this_very_window_is_kept_for_at_once(
    environment: None,  # noqa: ARG001
    gone_to: list[str],  # noqa: ARG001
) -> None:
    """After a check that was not kept, the person was added on the page People, and the next check is theirs."""
    app, book = _offered_the_next_code()
    app.session_state["check-session"] = opened_session(replace(make_examination(), person="P-001"), Settings())
    press(app.run(), "Keep this check")
    assert "meanwhile" not in words(app)
    assert len(book.examinations("P-001")) == 1
