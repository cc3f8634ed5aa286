"""The report as one page of PDF."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Rect, SolidShape, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Image, KeepInFrame, Paragraph, Spacer, Table, TableStyle

from thomas_test.criteria import Verdict
from thomas_test.examination.record import Examination
from thomas_test.report.contents import ReportContent, report_content
from thomas_test.report.leg import LegContent
from thomas_test.report.scale import Bar, Ink, Scale, Shape, Words
from thomas_test.wording import sentence

_MARGIN = 11 * mm
_GAP = 6 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_COLUMN = (_WIDTH - _GAP) / 2
_PICTURE_HEIGHT, _FRONT_HEIGHT = 62 * mm, 40 * mm
_INK, _SOFT, _RULE, _PANEL, _ACCENT = (
    HexColor(code) for code in ("#13272b", "#50646a", "#cfdadb", "#eef3f3", "#0b6e6e")
)
_INKS = {
    Ink.AXIS: _SOFT,
    Ink.BAND: HexColor("#c4d6d8"),
    Ink.THRESHOLD: HexColor("#a44300"),
    Ink.INTERVAL: HexColor("#8fc4c4"),
    Ink.VALUE: _ACCENT,
    Ink.WORDS: _INK,
}
_VERDICTS = {
    Verdict.MET: "#00694d",
    Verdict.NOT_MET: "#a44300",
    Verdict.BORDERLINE: "#6b5d00",
    Verdict.NOT_ASSESSED: "#50646a",
}
_PLAIN, _BOLD = "DejaVu", "DejaVu-Bold"


def examination_pdf(examination: Examination, *, rater_blind: bool = False) -> bytes:
    """Give the report as one page of A4.

    Parameters
    ----------
    examination
        What to report.
    rater_blind
        Whether the pictures go without numbers.
    """
    _know_fonts()
    content = report_content(examination, rater_blind=rater_blind)
    stream = io.BytesIO()
    # no time stamp and no random name in the file: the same examination gives the same bytes
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setTitle(f"{content.title} {examination.day.isoformat()}")
    canvas.setCreator("thomas-test")
    frame = Frame(_MARGIN, _MARGIN, _WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    # whatever it holds, it stays one page: a full one is drawn smaller
    frame.addFromList([KeepInFrame(_WIDTH, A4[1] - 2 * _MARGIN, _page(content), mode="shrink")], canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _page(content: ReportContent) -> list[Flowable]:
    flow: list[Flowable] = [_header(content), Spacer(0, 2 * mm)]
    if content.stop_title:
        flow += _stop(content)
    else:
        columns = [_leg(leg) for leg in content.legs]
        flow.append(_table([columns], [_COLUMN + _GAP / 2, _COLUMN + _GAP / 2], between=_GAP / 2))
        flow.append(Spacer(0, 1.5 * mm))
        flow.append(_words("<b>Both legs:</b> " + escape(content.comparison), 7.5))
        if content.suggestions:
            titles = "; ".join(f"{n}. {suggestion.title}" for n, suggestion in enumerate(content.suggestions, start=1))
            flow.append(_words("<b>What can be done</b> (how, in the app and the HTML report): " + escape(titles), 7))
    flow += [Spacer(0, 1.5 * mm), _words(f"<b>{escape(content.not_this)}</b>", 6.5)]
    flow += [_words(escape(line), 5.6, colour=_SOFT) for line in content.method]
    return flow


def _header(content: ReportContent) -> Flowable:
    facts = " &nbsp;&nbsp; ".join(
        f'<font color="#50646a">{escape(label)}</font> <b>{escape(value)}</b>' for label, value in content.facts
    )
    table = _table([[_words(f"<b>{escape(content.title)}</b>", 15), _words(facts, 8)]], [42 * mm, _WIDTH - 42 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LINEBELOW", (0, 0), (-1, -1), 1, _ACCENT)]))
    return table


def _stop(content: ReportContent) -> list[Flowable]:
    box = _table([[[_words(f"<b>{escape(content.stop_title)}</b>", 14)]]], [_WIDTH])
    reasons = [_words(escape(reason), 10) for reason in content.stop_reasons]
    return [box, Spacer(0, 3 * mm), *(part for reason in reasons for part in (reason, Spacer(0, 2 * mm)))]


def _leg(leg: LegContent) -> list[Flowable]:
    flow: list[Flowable] = [_words(f"<b>{escape(leg.heading)}</b>", 11)]
    flow.append(
        _picture(leg.picture, _PICTURE_HEIGHT) if leg.picture else _words(escape(leg.picture_note), 8, colour=_SOFT)
    )
    if leg.fronts:
        pictures = [_picture(front, _FRONT_HEIGHT, width=_COLUMN / 2 - 1 * mm) for front in leg.fronts]
        flow += [Spacer(0, 1 * mm), _table([pictures], [_COLUMN / 2] * len(pictures))]
    if leg.numbers:
        rows = [
            [
                _words(escape(row.label), 8, colour=_SOFT),
                [_words(f"<b>{escape(row.value)}</b>", 9), _words(row.detail, 6)],
            ]
            for row in leg.numbers
        ]
        flow += [Spacer(0, 1 * mm), _table(rows, [17 * mm, _COLUMN - 17 * mm], rules=True), Spacer(0, 1 * mm)]
        flow += [_scale(scale) for scale in leg.scales]
        flow += [_flag(flag.sign, flag.label, flag.verdict) for flag in leg.flags]
        flow.append(Spacer(0, 1 * mm))
    for reading in leg.readings:
        text = f"<b>{escape(reading.title)}.</b> {escape(reading.seen)} {escape(reading.goes_with)}"
        if reading.tells_apart:
            text += f" <i>{escape(reading.tells_apart)}</i>"
        sources = f' <font color="#50646a" size="5.5">[{escape("; ".join(reading.sources))}]</font>'
        flow.append(_panel(_words(text + sources, 7)))
    flow += [Spacer(0, 0.8 * mm), _words(escape(leg.statements), 6.6)]
    flow += [_words("! " + escape(caution), 6.6) for caution in leg.cautions]
    if leg.measured_how:
        flow.append(_words(escape(leg.measured_how), 6.2, colour=_SOFT))
    return flow


def _flag(sign: str, label: str, verdict: Verdict) -> Paragraph:
    colour = _VERDICTS[verdict]
    words = escape(sentence(label).rstrip("."))
    return _words(f'<font color="{colour}"><b>{sign}</b></font> &nbsp;{words}: <b>{verdict}</b>', 7.5)


def _picture(jpeg: bytes, height: float, *, width: float = _COLUMN) -> Image:
    image = Image(io.BytesIO(jpeg))
    scale = min(width / image.imageWidth, height / image.imageHeight)
    image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    image.hAlign = "LEFT"
    return image


def _scale(scale: Scale) -> Drawing:
    drawing = Drawing(scale.width, scale.height)
    drawing.hAlign = "LEFT"
    for shape in scale.shapes:
        drawing.add(_drawn(shape, scale.height))
    return drawing


def _drawn(shape: Shape, height: float) -> SolidShape | String:
    """Turn a shape over: PDF counts upwards."""
    drawn: SolidShape | String
    if isinstance(shape, Words):
        drawn = String(shape.x, height - shape.y, shape.text)
        drawn.textAnchor, drawn.fontName, drawn.fontSize = shape.anchor, _PLAIN, shape.size
    else:
        drawn = (
            Rect(shape.x, height - shape.y - shape.height, shape.width, shape.height)
            if isinstance(shape, Bar)
            else Circle(shape.x, height - shape.y, shape.radius)
        )
        drawn.strokeColor = None
    drawn.fillColor = _INKS[shape.ink]
    return drawn


def _panel(words: Paragraph) -> Table:
    table = _table([[words]], [_COLUMN])
    table.setStyle(
        TableStyle(
            [("BACKGROUND", (0, 0), (-1, -1), _PANEL), *((f"{side}PADDING", (0, 0), (-1, -1), 3) for side in _SIDES)]
        )
    )
    return table


_SIDES = ("LEFT", "RIGHT", "TOP", "BOTTOM")


def _table(rows: list[list[Any]], widths: list[float], *, between: float = 0.0, rules: bool = False) -> Table:
    """Give a table without padding; ``Any`` because a cell is whatever reportlab can lay out."""
    table = Table(rows, colWidths=widths, hAlign="LEFT")
    everywhere = (0, 0), (-1, -1)
    table.setStyle(
        TableStyle([("VALIGN", *everywhere, "TOP"), *((f"{side}PADDING", *everywhere, 0) for side in _SIDES)])
    )
    table.setStyle(TableStyle([("RIGHTPADDING", (0, 0), (0, -1), between), ("LEFTPADDING", (1, 0), (1, -1), between)]))
    if rules:
        table.setStyle(TableStyle([("LINEBELOW", *everywhere, 0.4, _RULE), ("BOTTOMPADDING", *everywhere, 2)]))
    return table


def _words(markup: str, size: float, *, colour: Color = _INK) -> Paragraph:
    style = ParagraphStyle("words", fontName=_PLAIN, fontSize=size, leading=size * 1.28, textColor=colour)
    return Paragraph(markup, style)


@cache
def _know_fonts() -> None:
    """Register DejaVu Sans, which has °, −, ✓ and ✗; it comes with matplotlib, on which MediaPipe depends."""
    spec = find_spec("matplotlib")
    folder = Path((spec.submodule_search_locations or [""])[0] if spec else "", "mpl-data", "fonts", "ttf")
    for name, file in (
        (_PLAIN, "DejaVuSans.ttf"),
        (_BOLD, "DejaVuSans-Bold.ttf"),
        ("DejaVu-Italic", "DejaVuSans-Oblique.ttf"),
        ("DejaVu-BoldItalic", "DejaVuSans-BoldOblique.ttf"),
    ):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily(
        _PLAIN, normal=_PLAIN, bold=_BOLD, italic="DejaVu-Italic", boldItalic="DejaVu-BoldItalic"
    )
