"""A sheet of A4 that may be drawn smaller: what stands on it is laid out at the wider width, so no side stays empty.

Letters keep a least size on paper, however small the sheet is drawn.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, assert_never

from reportlab.graphics.shapes import Circle, Drawing, Polygon, PolyLine, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, Table, TableStyle

from thomas_test.check.drawings.shapes import PAPER, Area, Disc, Part, Role, Spot, Stroke, Words
from thomas_test.check.report.scale import WIDTH, Scale

PLAIN, BOLD = "DejaVu", "DejaVu-Bold"
MISSING = "\N{REPLACEMENT CHARACTER}"
_MISSING_NOTE = f"{MISSING} stands for letters that this PDF cannot print; the HTML report has them."
_BORROWED_NOTE = (
    "Chinese, Japanese and Korean letters are drawn with your PDF reader's own fonts; if they are missing here, it has "
    "none, and the HTML report has the letters."
)

_JAPANESE, _KOREAN, _CHINESE = "HeiseiKakuGo-W5", "HYGothic-Medium", "STSong-Light"
"""Fonts that PDF readers bring themselves: nothing is put into the file but their names."""


def markup(text: str) -> str:
    """Text from outside as markup: escaped, and every letter in a font that has it."""
    runs = groupby(text, key=_font_of)
    return "".join(_run("".join(letters), font) for font, letters in runs)


def note_on_letters(text: str) -> str:
    """Say which letters of a text may not be seen; empty where all will."""
    fonts = {_font_of(letter) for letter in text}
    notes = (("" in fonts, _MISSING_NOTE), (bool(fonts - {"", PLAIN}), _BORROWED_NOTE))
    return " ".join(note for holds, note in notes if holds)


def _run(letters: str, font: str) -> str:
    if font == PLAIN:
        return escape(letters)
    return MISSING if font == "" else f'<font name="{font}">{escape(letters)}</font>'


def _font_of(letter: str) -> str:
    """The font for a letter; empty where none has it."""
    if unicodedata.bidirectional(letter) in ("R", "AL"):
        return ""
    if ord(letter) in _glyphs():
        return PLAIN
    name = unicodedata.name(letter, "")
    for start, font in (("HIRAGANA", _JAPANESE), ("KATAKANA", _JAPANESE), ("HANGUL", _KOREAN), ("CJK", _CHINESE)):
        if name.startswith(start) and ord(letter) <= _BASIC_PLANE:
            return font
    return ""


_BASIC_PLANE = 0xFFFF


@cache
def _glyphs() -> frozenset[int]:
    """The letters that DejaVu has."""
    know_fonts()
    face = getattr(pdfmetrics.getFont(PLAIN), "face")  # noqa: B009 - the stubs do not know the fonts read from files
    return frozenset(face.charToGlyph)


@cache
def know_fonts() -> None:
    """Register DejaVu Sans, which has °, −, ✓ and ✗; it comes with matplotlib, on which MediaPipe depends."""
    spec = find_spec("matplotlib")
    folder = Path((spec.submodule_search_locations or [""])[0] if spec else "", "mpl-data", "fonts", "ttf")
    for name, file in (
        (PLAIN, "DejaVuSans.ttf"),
        (BOLD, "DejaVuSans-Bold.ttf"),
        ("DejaVu-Italic", "DejaVuSans-Oblique.ttf"),
        ("DejaVu-BoldItalic", "DejaVuSans-BoldOblique.ttf"),
    ):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily(
        PLAIN, normal=PLAIN, bold=BOLD, italic="DejaVu-Italic", boldItalic="DejaVu-BoldItalic"
    )
    for name in (_JAPANESE, _KOREAN, _CHINESE):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)


INK, SOFT, RULE, PANEL, ACCENT = (HexColor(code) for code in ("#13272b", "#50646a", "#cfdadb", "#eef3f3", "#0b6e6e"))
MARGIN = 11 * mm
SMALLEST_PT = 6.0
_GAP = 6 * mm
_SIDES = ("LEFT", "RIGHT", "TOP", "BOTTOM")
_EVERYWHERE = (0, 0), (-1, -1)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The room on the page, before it is drawn smaller.

    Attributes
    ----------
    shrink
        By what everything is multiplied in the end; 1 draws it as it is.
    """

    shrink: float

    @property
    def width(self) -> float:
        """Width of the room in points."""
        return float(A4[0] - 2 * MARGIN) / self.shrink

    @property
    def height(self) -> float:
        """Height of the room in points."""
        return float(A4[1] - 2 * MARGIN) / self.shrink

    @property
    def column(self) -> float:
        """Width of one of two columns."""
        return (self.width - _GAP) / 2

    def words(self, marked_up: str, size: float, *, colour: Color = INK) -> Paragraph:
        """A paragraph; no letter is smaller on paper than `SMALLEST_PT`."""
        size = max(size, SMALLEST_PT / self.shrink)
        style = ParagraphStyle("words", fontName=PLAIN, fontSize=size, leading=size * 1.24, textColor=colour)
        return Paragraph(marked_up, style)

    def two_columns(self, left: list[Any], right: list[Any]) -> Table:
        """Set two things side by side."""
        return table([[left, right]], [self.column + _GAP / 2, self.column + _GAP / 2], between=_GAP / 2)

    def panel(self, words: Paragraph) -> Table:
        """Set words of a column on a tinted ground."""
        ground = table([[words]], [self.column])
        padding = ((f"{side}PADDING", *_EVERYWHERE, 3) for side in _SIDES)
        ground.setStyle(TableStyle([("BACKGROUND", *_EVERYWHERE, PANEL), *padding]))
        return ground

    def scale(self, scale: Scale) -> Drawing:
        """Draw a scale across a column; its letters grow with it."""
        drawing = on_paper(scale.shapes, width=WIDTH, height=scale.height, width_pt=self.column)
        drawing.hAlign = "LEFT"
        return drawing


def picture(jpeg: bytes, *, width: float, height: float) -> Image:
    """A picture as large as it fits."""
    image = Image(io.BytesIO(jpeg))
    factor = min(width / image.imageWidth, height / image.imageHeight)
    image.drawWidth, image.drawHeight = image.imageWidth * factor, image.imageHeight * factor
    image.hAlign = "LEFT"
    return image


def table(rows: list[list[Any]], widths: list[float], *, between: float = 0.0, rules: bool = False) -> Table:
    """A table without padding; ``Any`` because a cell is whatever reportlab can lay out."""
    made = Table(rows, colWidths=widths, hAlign="LEFT")
    padding = ((f"{side}PADDING", *_EVERYWHERE, 0) for side in _SIDES)
    made.setStyle(TableStyle([("VALIGN", *_EVERYWHERE, "TOP"), *padding]))
    made.setStyle(TableStyle([("RIGHTPADDING", (0, 0), (0, -1), between), ("LEFTPADDING", (1, 0), (1, -1), between)]))
    if rules:
        made.setStyle(TableStyle([("LINEBELOW", *_EVERYWHERE, 0.4, RULE), ("BOTTOMPADDING", *_EVERYWHERE, 2)]))
    return made


def on_paper(shapes: Iterable[Part], *, width: float, height: float, width_pt: float, top: float = 0.0) -> Drawing:
    """Shapes that lie in so much room from `top` down, drawn to a width; their letters grow with them."""
    drawing = Drawing(width, height)
    for shape in shapes:
        drawing.add(_drawn(shape, top + height))
    factor = width_pt / width
    drawing.scale(factor, factor)
    drawing.width, drawing.height = width_pt, height * factor
    return drawing


def _drawn(shape: Part, bottom: float) -> PolyLine | Circle | Polygon | String:
    """Turn a shape over: PDF counts upwards."""
    match shape:
        case Stroke():
            line = PolyLine(_turned(shape.points, bottom), strokeColor=_colour(shape.role), strokeWidth=shape.width)
            line.strokeLineJoin = 1
            line.strokeLineCap = 1 if shape.dash is None else 0
            if shape.dash is not None:
                line.strokeDashArray = list(shape.dash)
            return line
        case Disc():
            (x, y) = shape.centre
            return Circle(x, bottom - y, shape.radius, fillColor=_colour(shape.role), strokeColor=None)
        case Area():
            return Polygon(_turned(shape.points, bottom), fillColor=_colour(shape.role), strokeColor=None)
        case Words():
            (x, y) = shape.place
            words = String(x, bottom - y, shape.text, fontSize=shape.size, fillColor=_colour(Role.INK))
            words.fontName, words.textAnchor = BOLD if shape.bold else PLAIN, shape.anchor
            return words
    assert_never(shape)


def _turned(points: tuple[Spot, ...], bottom: float) -> list[float]:
    return [number for x, y in points for number in (x, bottom - y)]


def _colour(role: Role) -> Color:
    return HexColor(PAPER[role])
