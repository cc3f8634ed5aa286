"""Letters for the PDF: DejaVu for most of the world, the reader's own fonts for Chinese, Japanese and Korean.

What neither has, and what is written from right to left (which reportlab does not do), is replaced, and the page says
so rather than print boxes.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

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
    """Give text from outside as markup: escaped, and every letter in a font that has it."""
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
    """Give the font for a letter; empty where none has it."""
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
    """Give the letters that DejaVu has."""
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
