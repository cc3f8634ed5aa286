"""The page of a second reader: bare photos, own points, a table of them; and the agreement of two tables."""

from __future__ import annotations

import re

import streamlit as st

from thomas_test.app.editor import show_editor
from thomas_test.app.rating.desk import RatingDesk, opened, put_rating_desk, rating_desk
from thomas_test.app.widgets import cards, pictures
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.rating import open_sheet, second_table
from thomas_test.core.errors import ThomasTestError

_HOW_TO = (
    "Whoever did the full check saves the bare photos there, under 'For a second rater', and their own readings.",
    "Open them here. Put hip, knee and ankle of the hanging leg; the level line too, where no sensor told how it lies.",
    "Save your readings. Then lay both tables beside each other below: neither reader has seen the other's.",
)
_NOT_PLAIN = re.compile(r"[^\w]+")


def rate_page() -> None:
    """Show the page."""
    st.title("Second reader", anchor=False)
    desk = rating_desk()
    if desk.is_open:
        _show_photo(desk)
    else:
        _show_start()
    _offer_agreement()


def _show_start() -> None:
    st.html(
        '<p class="tt-lead">Read photos that somebody else has read, without seeing what they found: no point, no '
        "line, no number of theirs comes along.</p>"
    )
    upload = st.file_uploader("Bare photos for a second reader (JSON)", type=["json"], key="sheet")
    if upload is not None:
        try:
            put_rating_desk(opened(open_sheet(upload.getvalue())))
        except ThomasTestError as error:
            st.html(cards.trouble("That could not be done", str(error)))
        else:
            st.rerun()
    st.html(cards.steps("How it goes", _HOW_TO))


def _show_photo(desk: RatingDesk) -> None:
    each, count = desk.rated[desk.shown], len(desk.rated)
    st.progress((desk.shown + 1) / count, text=plain(f"Photo {desk.shown + 1} of {count}: the {each.photo.leg} leg"))
    if desk.trouble:
        st.html(cards.trouble("That change could not be made", desk.trouble))
        desk.trouble = ""
    picture = desk.made(
        each, lambda: pictures.data_url(pictures.display_jpeg(each.photo.picture, name=each.photo.name))
    )
    show_editor(each, each.payload, size_px=each.size_px, picture_url=picture, on_edit=desk.take)
    last = desk.shown == count - 1
    with st.container(horizontal=True, vertical_alignment="bottom", key="rate-ways"):
        st.button("Back", on_click=desk.step, args=(-1,), disabled=desk.shown == 0, key="rate-back")
        if not last:
            st.button("Next photo", type="primary", on_click=desk.step, args=(1,), key="rate-next")
        with st.popover("Close these photos", icon=":material/close:"):
            st.write("What you have placed is forgotten, unless you have saved your readings.")
            if st.button("Close them", key="rate-close"):
                put_rating_desk(RatingDesk())
                st.rerun()
    read = desk.read
    with st.container(horizontal=True, vertical_alignment="bottom", key="rate-save"):
        rater = st.text_input("Your code (for the file's name)", key="rater", max_chars=40)
        code = _NOT_PLAIN.sub("-", rater).strip("-_")
        name = "-".join(filter(None, ("thomas-test-readings", code))) + ".csv"
        offer_file("My readings", name, second_table(read), primary=last, disabled=not read)
    st.caption(f"{len(read)} of {count} photos read. A photo without hip and knee is left out of your table.")


def _offer_agreement() -> None:
    # what is folded is not loaded: the statistics take a moment
    fold = st.expander("Agreement of two readers", icon=":material/balance:", key="agreement", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.caption("The same as: thomas-test validate FIRST.csv SECOND.csv. Both tables stay in memory.")
        uploads = [
            st.file_uploader(f"Readings of the {which} reader (CSV)", type=["csv"], key=f"readings-{which}")
            for which in ("first", "second")
        ]
        if any(upload is None for upload in uploads):
            return
        try:
            _show_agreement([(upload.name, upload.getvalue()) for upload in uploads if upload is not None])
        except ThomasTestError as error:
            st.html(cards.trouble("These tables could not be compared", str(error)))


def _show_agreement(tables: list[tuple[str, bytes]]) -> None:
    from thomas_test.validation.extra import require_libraries
    from thomas_test.validation.tables import TableInMemory

    require_libraries()
    from thomas_test.validation.page import page_html, summary
    from thomas_test.validation.study import validate

    first, second = (TableInMemory(name=name, data=data) for name, data in tables)
    report = validate(first, second)
    st.code(summary(report), language=None, wrap_lines=True)
    offer_file(
        "The whole comparison as a page",
        "thomas-test-agreement.html",
        lambda: page_html(report),
        primary=True,
    )
