"""The hand-out for the person tested: large letters, plain words, what can be done; no scales, codes or small print."""

from __future__ import annotations

import io
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from thomas_test.check.meaning.advice import Chosen
from thomas_test.check.record import Examination
from thomas_test.check.report.contents import ReportContent, report_content
from thomas_test.check.report.leg import LegContent, NumberRow
from thomas_test.check.report.sheet import ACCENT, BOLD, INK, PLAIN, SOFT, know_fonts, markup
from thomas_test.output.words import sentence

_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=20, leading=25, textColor=INK, spaceBefore=14)
_HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=14, leading=18, textColor=ACCENT, spaceBefore=10)
_LARGE = ParagraphStyle("large", fontName=BOLD, fontSize=14, leading=19, textColor=INK)
_TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=11, leading=15.5, textColor=INK)
_SOFT = ParagraphStyle("soft", fontName=PLAIN, fontSize=9, leading=12, textColor=SOFT)
_TOLD = ("How", "How much", "Not when", "Take care")
"""What a person needs to know of a suggestion; studies and purposes stand in the report."""


def examination_handout(examination: Examination) -> bytes:
    """The hand-out as a PDF of as many pages of A4 as it takes."""
    know_fonts()
    content = report_content(examination)
    stream = io.BytesIO()
    margin = 18 * mm
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=f"Thomas Test, for you, {examination.day.isoformat()}",
        author="",
        creator="thomas-test",
        invariant=1,
    )
    document.build(_flow(content))
    return stream.getvalue()


def _flow(content: ReportContent) -> list[Flowable]:
    facts = dict(content.facts)
    flow: list[Flowable] = [
        Paragraph("Your Thomas Test", _TITLE),
        Paragraph(markup(f"{facts['Person']}, {facts['Day']}"), _SOFT),
    ]
    if content.stop_title:
        flow += [Paragraph(escape(content.stop_title), _HEAD)]
        flow += [Paragraph(escape(reason), _TEXT) for reason in content.stop_reasons]
    for leg in content.legs:
        flow += _leg(leg)
    for shared in content.meanings:
        if shared.title == "How sure":
            continue
        words = " ".join(one.text for one in shared.sentences)
        legs = sentence(shared.legs).rstrip(".")
        flow.append(
            KeepTogether([Paragraph(f"{legs}: {escape(shared.title)}", _HEAD), Paragraph(escape(words), _TEXT)])
        )
    if content.suggestions:
        flow.append(Paragraph("What can be done", _TITLE))
        for number, chosen in enumerate(content.suggestions, start=1):
            flow += _suggestion(number, chosen)
    return [*flow, Spacer(0, 6 * mm), Paragraph(escape(content.not_this), _SOFT)]


def _leg(leg: LegContent) -> list[Flowable]:
    values = [_value(row) for row in leg.numbers] or [leg.shown.caption]
    return [
        Paragraph(escape(leg.heading), _HEAD),
        *(Paragraph(escape(value), _LARGE) for value in values),
        *(Paragraph(escape(caution), _TEXT) for caution in leg.cautions),
    ]


def _value(row: NumberRow) -> str:
    return f"{row.value}." if row.value.startswith(row.label) else f"{row.label}: {row.value}."


def _suggestion(number: int, chosen: Chosen) -> list[Flowable]:
    parts = [(label, told) for label, told in chosen.suggestion.parts if label in _TOLD]
    words = [Paragraph(f"<b>{label}:</b> {escape(' '.join(one.text for one in told))}", _TEXT) for label, told in parts]
    for_whom = [Paragraph(escape(chosen.words), _SOFT)] if chosen.words else []
    return [KeepTogether([Paragraph(f"{number}. {escape(chosen.suggestion.title)}", _HEAD), *for_whom, *words])]
