"""What a person can take along: the annotated picture, the record, the row of a table."""

from __future__ import annotations

import json
import re

import streamlit as st

from thomas_test.app import pictures
from thomas_test.app.cases import Case
from thomas_test.app.choices import current_faces
from thomas_test.faces import FACE_UNKNOWN
from thomas_test.results import analysis_to_json, csv_text, row_of

_NOT_PLAIN = re.compile(r"[^\w\- ]+")


def annotated_button(case: Case, *, key: str, primary: bool = False) -> None:
    """Offer the annotated picture in full size; nothing for a result opened without its picture."""
    picture, faces = case.picture, current_faces()
    if picture is None:
        return
    if not pictures.may_be_saved(case.read, faces):
        st.caption(
            f"The annotated picture is not offered: {FACE_UNKNOWN}. Place the points by hand, or leave faces "
            "visible under Choices."
        )
        return
    st.download_button(
        "Save the annotated picture" if primary else "Annotated picture",
        lambda: pictures.annotated_png(picture, case.read, faces),
        file_name=f"{file_stem(case.name)}-annotated.png",
        mime="image/png",
        on_click="ignore",
        type="primary" if primary else "secondary",
        icon=":material/image:",
        key=f"{key}-{case.ident}-{case.revision}-{faces}",
    )


def record_buttons(case: Case) -> None:
    """Offer the record as JSON, from which the result can be opened again, and the row as CSV."""
    effort = case.settings.effort if case.read.models else None
    stem = file_stem(case.name)
    st.download_button(
        "Result as JSON",
        json.dumps(analysis_to_json(case.read, effort=effort), indent=1, allow_nan=False, ensure_ascii=False),
        file_name=f"{stem}.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/data_object:",
        key=f"json-{case.ident}",
    )
    st.download_button(
        "Row as CSV",
        csv_text([row_of(case.read, effort=effort)]),
        file_name=f"{stem}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/table_rows:",
        key=f"csv-{case.ident}",
    )


def file_stem(name: str) -> str:
    """Give a harmless file name, without its ending, from one that a stranger chose."""
    stem = _NOT_PLAIN.sub("-", name.rsplit(".", 1)[0]).strip("-. ")
    return stem[:80] or "picture"
