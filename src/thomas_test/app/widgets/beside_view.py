"""Two results beside each other: the same crop and level, the lines of both on each, and their numbers in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import streamlit as st

from thomas_test.app.widgets import cards, pictures
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.differences import AngleBeside, Occasion, angles_beside, occasion_between
from thomas_test.check.record import Examination
from thomas_test.check.summary import summaries_of
from thomas_test.core.analysis import Analysis
from thomas_test.core.landmarks import Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.images import encode_picture, read_photo
from thomas_test.output.rows import words_of
from thomas_test.output.words import interval_note
from thomas_test.overlay.beside import draw_beside, is_mirrored

_LINES = "Levelled and cut alike, hip on hip. Solid: its own thigh and shank. Dashed: the other's."
_MIRRORED = "The second one is mirrored, so that both lie the same way."


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """One of two results.

    Attributes
    ----------
    title
        What stands above it; may be a stranger's text.
    analysis
        What was measured.
    picture
        The photo's bytes; None where none is kept.
    day
        When it was taken; None where nobody knows.
    """

    title: str
    analysis: Analysis
    picture: bytes | None
    day: date | None = None


def with_automatic(compared: Compared) -> tuple[Compared, ...]:
    """A result and, where a person corrected it, the automatic reading of the same photo after it."""
    analysis = compared.analysis
    if analysis.automatic is None:
        return (compared,)
    read = replace(analysis, outcome=analysis.automatic, automatic=None)
    return compared, replace(compared, title=f"{compared.title}, automatic", analysis=read)


def choose_beside(results: Sequence[Compared], *, key: str, repeatability: Repeatability = PUBLISHED) -> None:
    """Let two of several measured results be chosen, and show them beside each other.

    Parameters
    ----------
    results
        At least two, measured all; the first two are chosen at first.
    key
        Names the choice.
    repeatability
        What repeating may change.
    """
    numbers = range(len(results))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [
            st.selectbox(label, numbers, index=first, format_func=lambda n: results[n].title, key=f"{key}-{first}")
            for first, label in enumerate(("One", "The other"))
        ]
        one, other = (results[number] for number in chosen)
        occasion = occasion_between(
            (one.analysis.measured.pose.tested_leg, other.analysis.measured.pose.tested_leg),
            (one.day, other.day),
            same_photo=one.picture is not None and one.picture == other.picture,
        )
        if occasion is Occasion.OTHER and None in (one.day, other.day):
            occasion = st.selectbox(
                "What lies between them", _OCCASIONS, format_func=_OCCASION_WORDS.__getitem__, key=f"{key}-occasion"
            )
    if one is other:
        st.caption("Choose two different results.")
        return
    show_beside(one, other, occasion, repeatability=repeatability)


_OCCASION_WORDS = {
    Occasion.OTHER: "not known: the difference alone",
    Occasion.LEGS: "the two legs, one session",
    Occasion.SESSION: "the same leg, one session",
    Occasion.ANOTHER_DAY: "the same leg, another day",
    Occasion.SAME_PHOTO: "the same photo, read twice",
}
_OCCASIONS: tuple[Occasion, ...] = tuple(_OCCASION_WORDS)


def show_beside(
    one: Compared, other: Compared, occasion: Occasion, *, repeatability: Repeatability = PUBLISHED
) -> None:
    """Show two measured results beside each other.

    Parameters
    ----------
    one, other
        The results, measured both; the difference is the first's minus the second's.
    occasion
        What lies between them, which decides what the difference is held against.
    repeatability
        What repeating may change, as published or as a clinic measured it.
    """
    same_photo = occasion is Occasion.SAME_PHOTO
    show_drawn(one, other, drawn_beside(one, other, same_photo=same_photo))
    st.caption(lines_words(one, other, same_photo=same_photo))
    found = angles_beside(
        one.analysis.measured.measurement, other.analysis.measured.measurement, occasion, repeatability
    )
    st.html(angles_table(found, (one.title, other.title)))
    st.html(cards.notes((*_where_from(found), interval_note(repeatability))))


def drawn_beside(
    one: Compared, other: Compared, *, same_photo: bool = False, numbers: bool = True
) -> tuple[bytes, bytes]:
    """The pictures of two measured results as JPEGs, alike in crop and level; see `draw_beside`."""
    first, second = draw_beside(
        (_rgb(one), _rgb(other)), (one.analysis, other.analysis), same_photo=same_photo, numbers=numbers
    )
    return _jpeg(first), _jpeg(second)


def show_drawn(one: Compared, other: Compared, drawn: tuple[bytes, bytes]) -> None:
    """Show two pictures that `drawn_beside` has made, under their titles."""
    with st.container(key=f"beside-pictures-{one.title}-{other.title}"):
        for column, compared, jpeg in zip(st.columns(2, gap="small"), (one, other), drawn, strict=True):
            with column:
                st.markdown(f"**{plain(compared.title)}**")
                words = words_of(compared.analysis, pattern=False)
                alt = f"{compared.title}, levelled, with the lines of both results. {words}"
                st.image(jpeg, width="stretch", alt=alt)


def lines_words(one: Compared, other: Compared, *, same_photo: bool = False) -> str:
    """Say which lines are whose in the pictures, and whether one is mirrored."""
    mirrored = f" {_MIRRORED}" if is_mirrored((one.analysis, other.analysis), same_photo=same_photo) else ""
    return f"{_LINES}{mirrored}"


def show_both_legs(
    right: Compared,
    left: Compared,
    examination: Examination,
    say: Callable[[], None],
    *,
    draw: Callable[..., tuple[bytes, bytes]] = drawn_beside,
) -> None:
    """Show both legs at a glance: pictures alike, under them the table with the difference, beside them what is said.

    Parameters
    ----------
    right, left
        The photo that stands for each leg.
    examination
        Both legs with all their trials.
    say
        Shows one sentence and the next step. On a phone it comes after the table.
    draw
        `drawn_beside`, or what keeps what it made.
    """
    summaries = summaries_of(examination)
    rows = angles_beside(
        summaries[Side.RIGHT].measurement,
        summaries[Side.LEFT].measurement,
        Occasion.LEGS,
        examination.repeatability,
    )
    # with several trials the picture's own numbers are not those of the table
    alone = all(len(leg.trials) == 1 for leg in examination.legs.values())
    pictures_and_table, words = st.columns([5, 2], gap="medium")
    with pictures_and_table:
        show_drawn(right, left, draw(right, left, numbers=alone))
        st.html(angles_table(rows, (right.title, left.title)))
    with words:
        say()
        st.caption(lines_words(right, left))


def angles_table(rows: Sequence[AngleBeside], titles: tuple[str, str]) -> str:
    """Two results' numbers in a table, large, with their difference and what it is held against."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in (*titles, "Difference"))
    body = "".join(_table_row(row) for row in rows)
    return f'<table class="tt-beside"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def _where_from(rows: Sequence[AngleBeside]) -> tuple[str, ...]:
    """Say who measured what repeating may change; empty where nothing is held against it."""
    sources = "; ".join(f"{row.label.lower()} {row.mdc.short}" for row in rows if row.mdc is not None)
    return (f"What repeating may change: {sources}.",) if sources else ()


def _table_row(row: AngleBeside) -> str:
    cells = "".join(
        f"<td><strong>{escape(value)}</strong>{f'<small>{escape(within)}</small>' if within else ''}</td>"
        for value, within in zip(row.values, row.intervals, strict=True)
    )
    tone = " tt-apart" if row.change is not None and row.change.is_one else ""
    said = f"<small>{escape(row.verdict)}</small>" if row.verdict else ""
    return (
        f'<tr><th scope="row">{escape(row.label)}</th>{cells}'
        f'<td class="tt-difference{tone}"><strong>{escape(row.difference or "–")}</strong>{said}</td></tr>'
    )


def _jpeg(rgb: RgbImage) -> bytes:
    return encode_picture(rgb, "JPEG", quality=88, drawn_on=True)


def _rgb(compared: Compared) -> RgbImage:
    data = compared.picture or pictures.blank_jpeg(compared.analysis.size_px)
    return pictures.for_display(read_photo(data, name=compared.analysis.name).rgb, longest_px=_SOURCE_SIDE_PX)


_SOURCE_SIDE_PX = 2400
"""Longest side of what is cut: the body fills half of most photos, so that its crop stays sharp."""
