"""No text of a file, a name or a record does anything on any page: it is shown letter for letter, or not at all.

Every text field of a saved result and of a saved check is given a text that would fetch a picture, make a link or
start a script. Fields that are opened with it are shown; fields that refuse it are refused in words, which quote it.
"""

import copy
import json
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from support.analyses import make_analysis
from support.app_table import table_engine
from support.examinations import make_full_house
from thomas_test.app import engine
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.core.errors import UsageError
from thomas_test.output.records import analysis_from_json, analysis_to_json

MARK = "evil.invalid"
HOSTILE = f"![p](http://{MARK}/p.png) [l](https://{MARK}) <img src=//{MARK}> www.{MARK} $x$ :red[y]"
NAME = f"![p](http:{MARK}) <img src=x> :red[y]"
"""The same for a file's name, which has no slash."""

_SHOWN_AS_IT_IS = {
    # HTML: escaped there
    "html.body": escape,
    # text, never Markdown
    "text.body": str,
    "alt": str,
    "options": str,
    "raw_values": str,
    "options_json": str,
}


def texts(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in what the app sends to the browser, with the name of its field."""
    for field, value in message.ListFields():
        where = f"{path}.{field.name}".lstrip(".")
        values = value if field.is_repeated else (value,)
        if field.type == field.TYPE_MESSAGE:
            for each in values:
                if isinstance(each, Message):
                    yield from texts(each, where)
        elif field.type == field.TYPE_STRING:
            yield from ((where, each) for each in values if isinstance(each, str))


def shown_texts(app: AppTest) -> list[tuple[str, str]]:
    """Every text on the page, hidden panels included."""
    found: list[tuple[str, str]] = []

    def visit(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            kind = proto.DESCRIPTOR.name.lower()
            found.extend((f"{kind}.{field}", text) for field, text in texts(proto))
        for child in getattr(node, "children", {}).values():
            visit(child)

    visit(app._tree)
    return found


def harmful(app: AppTest, *hostile: str) -> list[tuple[str, str]]:
    """Texts in which what a stranger wrote stands otherwise than where it may stand, and as it may."""
    bad = []
    for field, text in shown_texts(app):
        as_it_is = next((way for end, way in _SHOWN_AS_IT_IS.items() if field.endswith(end)), None)
        left = text
        for each in hostile:
            # a message may quote the beginning alone
            for length in range(len(each), each.index(MARK), -1):
                left = left.replace((as_it_is or plain)(each[:length]), "")
            left = left.replace(json.dumps(each)[1:-1], "") if field.endswith("json") else left
        if MARK in left:
            bad.append((field, text))
    return bad


def with_text(record: Any, path: tuple[Any, ...], text: str) -> Any:
    """A copy of a record with another text at one place."""
    changed = copy.deepcopy(record)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = text
    return changed


def text_fields(record: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where texts stand in a record."""
    if isinstance(record, str):
        yield path
    for key, value in (
        record.items() if isinstance(record, dict) else enumerate(record if isinstance(record, list) else ())
    ):
        yield from text_fields(value, (*path, key))


def hostile_records(record: Any, opened: Any) -> tuple[Any, list[str]]:
    """The record with hostile text wherever that can be opened, and what is said about all other places."""
    said = []
    for path in text_fields(record):
        try:
            opened(with_text(record, path, HOSTILE))
        except UsageError as error:
            said.append(str(error))
        else:
            record = with_text(record, path, HOSTILE)
    opened(record)
    return record, said


def upload(app: AppTest, name: str, data: bytes, kind: str) -> AppTest:
    """Hand a file over."""
    app.file_uploader[0].set_value([(name, data, kind)])
    return app.run()


@pytest.fixture
def result_record() -> dict[str, Any]:
    """A saved result of a picture in which everything was found."""
    return json.loads(json.dumps(analysis_to_json(make_analysis())))


@pytest.fixture
def check_record() -> dict[str, Any]:
    """A saved check in which everything was answered."""
    return json.loads(save_examination(make_full_house(mixed=True)))


def open_check(record: Any) -> None:
    """Open a saved check."""
    open_examination(json.dumps(record).encode())


def on_check_page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page of the full check by itself."""

    def script() -> None:
        from thomas_test.app.pages.check import check_page

        check_page()

    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return AppTest.from_function(script, default_timeout=60).run()


def test_a_saved_result_with_hostile_text_in_every_field(app: AppTest, result_record: dict[str, Any]) -> None:
    """The photo page shows it without a picture, a link or a formula of the stranger's."""
    hostile, _ = hostile_records(result_record, analysis_from_json)
    assert hostile["preset"]["name"] == hostile["file"] == HOSTILE, "these have to open, else nothing is shown"
    upload(app, "result.json", json.dumps(hostile).encode(), "application/json")
    assert not app.exception
    assert any(MARK in text for _, text in shown_texts(app))
    assert harmful(app, HOSTILE) == []


def test_what_is_said_about_refused_fields_of_a_result(app: AppTest, result_record: dict[str, Any]) -> None:
    """Every refusal quotes what it was given in a place where it does nothing."""
    _, said = hostile_records(result_record, analysis_from_json)
    quoting = [words for words in said if MARK in words]
    assert quoting
    record = with_text(result_record, ("outcome", "tested_leg"), HOSTILE)
    upload(app, NAME + ".json", json.dumps(record).encode(), "application/json")
    assert not app.exception
    assert harmful(app, HOSTILE, NAME, *quoting) == []


@pytest.mark.usefixtures("environment")
def test_a_saved_check_with_hostile_text_in_every_field(
    monkeypatch: pytest.MonkeyPatch,
    check_record: dict[str, Any],
) -> None:
    """The result of the check shows thresholds, persons, models and reasons as letters."""
    hostile, said = hostile_records(check_record, open_check)
    assert hostile["preset"]["name"] == hostile["preset"]["source"] == HOSTILE
    page = on_check_page(monkeypatch)
    page.file_uploader[0].set_value(("check.json", json.dumps(hostile).encode(), "application/json"))
    page.run()
    assert not page.exception
    assert any(MARK in text for _, text in shown_texts(page))
    lines = [text for _, text in shown_texts(page) if MARK in text]
    assert lines
    assert harmful(page, HOSTILE) == []
    assert [words for words in said if MARK in words], "a place that takes no free text says what it got"


@pytest.mark.usefixtures("environment")
def test_a_refused_check_is_refused_without_harm(
    monkeypatch: pytest.MonkeyPatch,
    check_record: dict[str, Any],
) -> None:
    """The words quote the stranger's text, and it does nothing there."""
    page = on_check_page(monkeypatch)
    data = json.dumps(with_text(check_record, ("schema",), HOSTILE)).encode()
    page.file_uploader[0].set_value(("check.json", data, "application/json"))
    page.run()
    assert not page.exception
    quoted = ascii(HOSTILE)[:40]  # so much of it is quoted
    assert any(MARK in text for _, text in shown_texts(page))
    assert harmful(page, HOSTILE, quoted) == []


@pytest.mark.parametrize("kind", ["", "refused ", "broken "])
def test_a_pictures_name_on_the_photo_page(app: AppTest, scene: bytes, kind: str) -> None:
    """Measured, refused or not readable, alone, among others, or among those that are open."""
    upload(app, f"{kind}{NAME}.jpg", scene, "image/jpeg")
    assert harmful(app, NAME) == []
    (app.button[0] if kind.startswith("broken") else app.button(key="add-photos")).click().run()
    assert harmful(app, NAME) == []
    if app.file_uploader:
        upload(app, f"second {NAME}.jpg", scene, "image/jpeg")
        assert harmful(app, NAME) == []


@pytest.mark.usefixtures("environment")
def test_a_pictures_name_on_the_folder_page(
    monkeypatch: pytest.MonkeyPatch,
    scene: bytes,
) -> None:
    """In the table it is a cell's text, beside its picture a heading of plain letters, and so in the editor."""

    def script() -> None:
        from thomas_test.app.pages.folder import folder_page

        folder_page()

    monkeypatch.setattr(engine, "shared_engine", table_engine)
    page = AppTest.from_function(script, default_timeout=60).run()
    page.segmented_control(key="folder-source").set_value("Files to drop here").run()
    files = [(f"{kind}{NAME}.jpg", data, "image/jpeg") for kind, data in (("", scene), ("x", b"junk"))]
    page.file_uploader[0].set_value(files)
    page.run()
    next(button for button in page.button if button.label == "Measure all").click().run()
    page.session_state["folder-run"]._thread.join()
    page.run()
    assert not page.exception
    assert any(MARK in text for _, text in shown_texts(page))
    assert harmful(page, NAME) == []
    page.button(key="folder-edit").click().run()
    assert not page.exception
    assert harmful(page, NAME) == []


@pytest.mark.usefixtures("environment")
def test_a_damaged_videos_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning that a video broke off names it, and the name does nothing there."""
    pytest.importorskip("av")
    from dataclasses import dataclass

    from thomas_test.app.pages import video as page

    @dataclass
    class Damaged:
        name: str = f"{NAME}.mp4"
        damage: str = f"{NAME}.mp4 is damaged after 1.0 s (the end): the rest was not read."
        no_hold: None = None

    monkeypatch.setattr(page, "draw_series", lambda *_: "<svg width='1'></svg>")
    monkeypatch.setattr(page, "describe_series", lambda *_: NAME)
    monkeypatch.setattr(page, "series_csv", lambda *_: "a")
    monkeypatch.setattr(page, "video_to_json", lambda *_: {})
    monkeypatch.setattr(page, "DAMAGED", Damaged(), raising=False)

    def script() -> None:
        from thomas_test.app.pages import video as page

        page._show(page.DAMAGED, ())

    shown = AppTest.from_function(script, default_timeout=30).run()
    assert not shown.exception
    assert any(MARK in text for _, text in shown_texts(shown))
    assert harmful(shown, NAME, Damaged.damage) == []
