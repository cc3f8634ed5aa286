"""The folder page: many pictures at once, their rows, each row's picture, and everything to take along as one zip."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import HandedOver
from thomas_test.app.drafts import FOLDER_KEY
from thomas_test.app.folder.run import FolderRun, pictures_among, pictures_in
from thomas_test.app.folder.sheet import EDITABLE, Filters, Sheet
from thomas_test.app.folder.table import folder_table, take_report
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.widgets.cards import name_line, notes, trouble
from thomas_test.app.widgets.choices import current_faces, current_settings
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.pictures import data_url
from thomas_test.app.widgets.result_view import open_editor, show_refusal, show_result
from thomas_test.core.analysis import Status
from thomas_test.core.criteria import Verdict
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.quality import RefusalCode
from thomas_test.core.settings import Faces
from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE, heads_of
from thomas_test.output.row_words import STATUS_WORDS, flag_titles, hand_mark
from thomas_test.output.rows import BESIDE, ResultRow
from thomas_test.output.words import INTERVAL_NOTE_SHORT, KNEE_NORM_NOTE

_FOLDER, _FILES = "A folder on this machine", "Files to drop here"
_TURN_KEY, _TROUBLE_KEY = "folder-turn", "folder-trouble"
_BEFORE_KEY = "folder-before"
"""The rows of a cancelled run that is gone on with: they come back where that fails as a whole."""
_LOOK_EVERY_S = 0.5
_VERDICTS: tuple[Verdict, ...] = tuple(Verdict)
_ANY = "all"
_KEYS = "In the table the arrow keys walk through the rows, and Enter opens the points"
_OLD_CHOICES = "Choices were changed since: these rows go by those of before. Measure others to use the new ones"


def folder_page() -> None:
    """Show the page."""
    work = st.session_state.get(FOLDER_KEY)
    if isinstance(work, FolderRun):
        work = _shown_run(work)
    if isinstance(work, Sheet):
        work.take_corrections()
        if work.editing:
            _show_editor(work)
        else:
            _show_sheet(work)
    elif work is None:
        _show_start()


def _show_start() -> None:
    st.title("Folder", anchor=False)
    st.html('<p class="tt-lead">Every file gets a row: measured, refused with a reason, or not readable.</p>')
    said = st.session_state.pop(_TROUBLE_KEY, "")
    if said:
        st.html(trouble("The pictures could not be measured", said))
    _show_intake()


def _show_intake() -> None:
    turn = st.session_state.setdefault(_TURN_KEY, 0)
    source = st.segmented_control(
        "Where are the pictures?", (_FOLDER, _FILES), default=_FOLDER, required=True, key="folder-source"
    )
    if source == _FILES:
        uploads = st.file_uploader(
            "Pictures", type=[*PICTURE_TYPES], accept_multiple_files=True, key=f"folder-files-{turn}"
        )
        if st.button("Measure all", type="primary", disabled=not uploads):
            _begin(tuple(HandedOver(name=upload.name, data=upload.getvalue()) for upload in uploads))
        return
    path = st.text_input("Folder", placeholder="/home/me/photos", key="folder-path", autocomplete="off")
    inside = st.checkbox("Look into the folders inside, too", key="folder-inside")
    if st.button("Measure all", type="primary", disabled=not path.strip()):
        _begin(Path(path.strip()).expanduser(), recursive=inside)


def _begin(where: Path | tuple[HandedOver, ...], *, recursive: bool = False) -> None:
    """Start a run, which goes on beside the page."""
    settings = current_settings()
    try:
        pictures = pictures_in(where, recursive=recursive) if isinstance(where, Path) else pictures_among(where)
        bar = engine.reading_bar("Loading the pose networks…")
        reader = engine.shared_engine(settings.effort)
        bar.empty()
    except ThomasTestError as error:
        st.html(trouble("The pictures could not be measured", str(error)))
        return
    st.session_state[_TURN_KEY] += 1  # what was handed over is kept once
    _start(FolderRun(pictures, reader, settings, recursive=recursive, faces=current_faces()))


def _start(run: FolderRun) -> None:
    st.session_state[FOLDER_KEY] = run
    run.start()
    st.rerun()


# a run on its way


def _shown_run(run: FolderRun) -> Sheet | FolderRun | None:
    """Show a run on its way; once it is through, give its rows, or None and say why there are none."""
    if run.is_on:
        st.title("Folder", anchor=False)
        _show_progress()
        return run
    before = st.session_state.pop(_BEFORE_KEY, None)
    if run.scored is None and isinstance(before, Sheet):
        before.trouble = run.error
        st.session_state[FOLDER_KEY] = before
        return before
    if run.scored is None:
        st.session_state[_TROUBLE_KEY] = run.error
        del st.session_state[FOLDER_KEY]
        return None
    sheet = st.session_state[FOLDER_KEY] = Sheet(run)
    return sheet


@st.fragment(run_every=_LOOK_EVERY_S)
def _show_progress() -> None:
    run = st.session_state.get(FOLDER_KEY)
    if not isinstance(run, FolderRun) or not run.is_on:
        st.rerun()
    done, total = run.progress
    words = f"{done} of {total} pictures read{_time_left(run)}" if total else "Looking through the folder…"
    with st.container(key="folder-progress"):
        st.progress(done / max(total, 1), words)
        said = ", ".join(f"{count} {STATUS_WORDS[status]}" for status, count in sorted(run.counts.items()))
        st.caption(f"So far: {said}." if said else "The rows come when all are read, or when you cancel.")
    if run.is_cancelled:
        st.caption("Cancelling: the picture that is being read is finished first.")
    else:
        st.button(
            "Cancel",
            icon=":material/stop_circle:",
            key="folder-cancel",
            help="What is done stays.",
            on_click=run.cancel,
        )


def _time_left(run: FolderRun) -> str:
    left_s = run.left_s
    if left_s is None or left_s < 5:
        return ""
    return f", about {left_s:.0f} s to go" if left_s < 90 else f", about {left_s / 60:.0f} min to go"


# the rows


def _show_sheet(sheet: Sheet) -> None:
    _show_rows()
    st.html(notes((*_what_is_to_know(sheet), INTERVAL_NOTE_SHORT, f"Knee near 90: {KNEE_NORM_NOTE}")))


@st.fragment
def _show_rows() -> None:
    """Show what runs again for every row that is looked at: no more than that."""
    sheet = st.session_state.get(FOLDER_KEY)
    if not isinstance(sheet, Sheet) or sheet.editing:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="folder-bar"):
        st.title("Folder", anchor=False, width="content")
        _show_filters(sheet)
        # made when it is asked for, with what was corrected until then
        offer_file("All results as a zip", "thomas-test-results.zip", sheet.scored.zipped, primary=True)
        if sheet.unread and st.button(
            "Go on", icon=":material/play_arrow:", key="folder-go-on", help="Reads what is left; what is done stays."
        ):
            _go_on(sheet)
        if _asks_to_close(sheet):
            del st.session_state[FOLDER_KEY]
            st.rerun()
    _say_what_is_missing(sheet)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        folder_table(sheet, on_report=lambda report: _take(sheet, report))
    with right, st.container(key="folder-row"):
        _show_chosen(sheet)


def _asks_to_close(sheet: Sheet) -> bool:
    label = "Measure others"
    if not sheet.has_work:
        return st.button(label, icon=":material/add_photo_alternate:", key="folder-close")
    with st.popover(label, icon=":material/add_photo_alternate:", key="folder-close-ask"):
        st.write("These rows and what was corrected in them are forgotten, unless the zip was saved.")
        return st.button("Forget them", key="folder-close")


def _go_on(sheet: Sheet) -> None:
    """Read what a cancelled run left."""
    try:
        run = sheet.gone_on_with(engine.shared_engine(sheet.run.settings.effort))
    except ThomasTestError as error:
        sheet.trouble = str(error)
        return
    st.session_state[_BEFORE_KEY] = sheet
    _start(run)


def _say_what_is_missing(sheet: Sheet) -> None:
    """Say how many rows the filters hide, and how many pictures a cancelled run left unread."""
    hidden, unread = len(sheet.rows) - len(sheet.shown()), sheet.unread
    lines = []
    if unread:
        pictures = "picture was" if unread == 1 else "pictures were"
        lines.append(
            f"Cancelled: {unread} {pictures} not read. The other {len(sheet.rows) - unread} rows stand, in the zip too"
        )
    if hidden:
        lines.append(f"{hidden} of {len(sheet.rows)} rows are hidden by the filters")
    if lines:
        st.html(notes(lines))


def _what_is_to_know(sheet: Sheet) -> tuple[str, ...]:
    now, was = current_settings(), sheet.run.settings
    if (now.preset, now.leg, now.head_towards, now.effort) == (was.preset, was.leg, was.head_towards, was.effort):
        return (_KEYS,)
    return _KEYS, _OLD_CHOICES


def _take(sheet: Sheet, report: Mapping[str, object]) -> None:
    try:
        take_report(sheet, report)
    except UsageError as error:
        sheet.trouble = str(error)
        return
    _edit_at_once(sheet)


def _edit_at_once(sheet: Sheet) -> None:
    """The points of the row that was opened, and not its picture first."""
    case = sheet.case()
    if sheet.editing and case is not None:
        open_editor(case.ident)


def _show_filters(sheet: Sheet) -> None:
    counts, ident = sheet.counts, sheet.ident
    options = (_ANY, *(status for status in Status if counts[status]))
    status = st.segmented_control(
        "Rows",
        options,
        default=_ANY,
        required=True,
        format_func=lambda one: _option(one, counts, len(sheet.rows)),
        key=f"filter-status-{ident}",
        label_visibility="collapsed",
    )
    verdicts = {}
    with st.popover("More filters", icon=":material/filter_list:"):
        for column, title in flag_titles(sheet.run.settings.preset).items():
            wanted = st.multiselect(title, _VERDICTS, key=f"filter-{column}-{ident}", placeholder="all")
            verdicts[column] = frozenset(wanted)
        by_hand = st.checkbox("Only rows with a hand on them", key=f"filter-hand-{ident}")
    sheet.filters = Filters(
        statuses=frozenset() if status == _ANY else frozenset({Status(status)}), verdicts=verdicts, by_hand=by_hand
    )


def _option(one: str, counts: Mapping[Status, int], total: int) -> str:
    if one == _ANY:
        return f"All {total}"
    status = Status(one)
    return f"{STATUS_WORDS[status].capitalize()} {counts[status]}"


def _show_chosen(sheet: Sheet) -> None:
    """Show the picture beside the table, what its row says, and the way into the editor."""
    row = sheet.chosen()
    if row is None:
        return
    _show_walk(sheet, row)
    st.html(name_line(row.file, level=2))
    picture = sheet.picture(row.file)
    if picture is not None:
        # in the page itself: fetched by an address, the picture of the row before would stand beside this one's words
        alt = escape(f"The picture with what was read drawn in. {row.words}")
        st.html(f'<img class="tt-row-picture" src="{data_url(picture)}" alt="{alt}">')
    if sheet.trouble:
        st.html(trouble("That could not be done", sheet.trouble))
        sheet.trouble = ""
    st.text(_words(row))
    _say_of_picture(sheet, row)


def _words(row: ResultRow) -> str:
    """What a row says; of a refused one also how the picture is taken better."""
    try:
        advice = RefusalCode(row.reason).advice
    except ValueError:
        return row.words
    return row.words if advice.do in row.words else f"{row.words} {advice.do}"


def _say_of_picture(sheet: Sheet, row: ResultRow) -> None:
    if sheet.scored.faces is not Faces.BLUR or row.status not in EDITABLE:
        return
    # of most refused pictures too it is known where the face is: they are in the zip
    if heads_of(sheet.scored.analysis(row.file)) is None:
        st.html(notes([f"In the zip there is no picture of it: {FACE_UNKNOWN}."]))
    elif row.privacy == BESIDE:
        st.html(notes([f"Look at its picture in the zip before you hand it on: {SOMEBODY_BESIDE}."]))


def _show_walk(sheet: Sheet, row: ResultRow) -> None:
    """Show the way to the rows before and after, and into or out of the editor."""
    with st.container(horizontal=True, vertical_alignment="center", key="folder-walk"):
        for label, by, icon, keys in (
            ("Previous", -1, "chevron_left", "Alt+PageUp"),
            ("Next", 1, "chevron_right", "Alt+PageDown"),
        ):
            to = sheet.neighbour(by)
            st.button(
                label,
                icon=f":material/{icon}:",
                shortcut=keys,
                disabled=to is None,
                key=f"folder-{label}",
                on_click=sheet.choose,
                args=(to.file if to else "",),
            )
        if sheet.editing or row.status not in EDITABLE:
            return
        label = "Adjust points" if row.status is Status.MEASURED else "Measure by hand"
        if st.button(label, icon=":material/touch_app:", type="primary", key="folder-edit"):
            sheet.open_chosen()
            _edit_at_once(sheet)
            st.rerun()


# one row in the editor


def _show_editor(sheet: Sheet) -> None:
    case, row = sheet.case(), sheet.chosen()
    if case is None or case.ident != sheet.desk.shown:
        # walked on to: opened here, for the same click may have brought the last edit of the row before
        case = sheet.open_chosen()
        _edit_at_once(sheet)
    if case is None or row is None:
        sheet.editing = False
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="folder-edited"):
        if st.button("All rows", icon=":material/table_rows:", key="folder-back"):
            sheet.editing = False
            st.rerun()
        _show_walk(sheet, row)
        mark = hand_mark(row)
        st.html(name_line(case.name), width="content")
        if mark:
            st.caption(f"{mark.capitalize()}: table and zip have it.", width="content")
    if sheet.desk.trouble or sheet.trouble:
        st.html(trouble("That change could not be made", sheet.desk.trouble or sheet.trouble))
        sheet.desk.trouble = sheet.trouble = ""
    if case.read.outcome is None:
        show_refusal(sheet.desk, case, retake=None)
    else:
        show_result(sheet.desk, case)
