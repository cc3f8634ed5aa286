"""The last time beside the finding of today: what changed, what was planned, and a report that has both."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.people.plans import show_patience
from thomas_test.app.widgets.cards import notes
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.check.record import Examination
from thomas_test.check.report import examination_pdf
from thomas_test.check.report.letterhead import Earlier
from thomas_test.history import Book
from thomas_test.history.last_time import earlier_of, letterhead_of


def show_last_time(book: Book, code: str, examination: Examination) -> None:
    """Show what was found and planned before this examination; nothing where it is the first."""
    earlier = earlier_of(book, code, examination)
    if earlier is None:
        return
    st.header(f"Since {earlier.day.isoformat()}", anchor=False)
    st.write(f"**{earlier.summary}**")
    st.html(_table(earlier))
    for plan in earlier.plans:
        st.html(notes((f"Planned: {plan}",)))
    show_patience(book.plans(code), examination.day)
    report = partial(examination_pdf, examination, letterhead=letterhead_of(book), earlier=earlier)
    name = file_name(examination, Kind.FULL, "pdf")
    offer_file("Report with the last time", name, report, key="report-last-time")


def _table(earlier: Earlier) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in (earlier.day.isoformat(), "Today", "Difference"))
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td>{escape(row.before)}</td>'
        f"<td><strong>{escape(row.today)}</strong></td>"
        f'<td class="tt-difference{" tt-apart" if row.is_change else ""}">{escape(row.change)}</td></tr>'
        for row in earlier.rows
    )
    return f'<table class="tt-beside"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'
