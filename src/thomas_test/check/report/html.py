"""The report as one HTML page that asks the network for nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from thomas_test.check.drawings.shapes import Part, Role, panel_svg, shapes_svg
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Examination
from thomas_test.check.report.contents import ReportContent, report_content
from thomas_test.check.report.leg import LegContent
from thomas_test.check.report.letterhead import NO_LETTERHEAD, Earlier, Letterhead
from thomas_test.check.report.scale import WIDTH
from thomas_test.output.pages import page_template
from thomas_test.output.words import sentence


def examination_html(
    examination: Examination,
    *,
    rater_blind: bool = False,
    letterhead: Letterhead = NO_LETTERHEAD,
    earlier: Earlier | None = None,
) -> str:
    """The report as a page: everything in one file, everything from outside escaped.

    Parameters as for `report_content`.
    """
    content = report_content(examination, rater_blind=rater_blind, letterhead=letterhead, earlier=earlier)
    return _template().render(
        content=content, examination=examination, blind=rater_blind, fullness=_fullness(content), scale_width=WIDTH
    )


def _fullness(content: ReportContent) -> str:
    """How small the results have to be printed to stay on one page of paper: ``usual``, ``full`` or ``full brim``."""
    longest = max((_letters(leg) for leg in content.legs), default=0)
    meant = sum(len(str(sentence)) for shared in content.meanings for sentence in shared.sentences)
    letters = 2 * longest + meant
    if letters <= _ONE_PAGE_LETTERS:
        return "usual"
    return "full" if letters <= _BRIM_LETTERS else "full brim"


def _letters(leg: LegContent) -> int:
    told = [leg.statements, *leg.cautions, *(reading.title + reading.seen for reading in leg.readings)]
    return sum(map(len, told)) + _NUMBER_LETTERS * len(leg.numbers)


_ONE_PAGE_LETTERS, _BRIM_LETTERS, _NUMBER_LETTERS = 2500, 4500, 120
"""How much fits in usual and in small print, tried on paper; a row of numbers takes the room of so many letters."""


_COLOURS = {
    Role.GROUND: "var(--ground)",
    Role.INK: "var(--ink)",
    Role.NEAR: "var(--near)",
    Role.FAR: "var(--far)",
    Role.MARK: "var(--accent)",
    Role.AXIS: "var(--soft)",
    Role.BAND: "var(--band)",
    Role.THRESHOLD: "var(--not-met)",
    Role.INTERVAL: "color-mix(in srgb, var(--accent) 45%, transparent)",
}
"""The page's own, light or dark."""


def _drawn(measure: Measure) -> Markup:
    """The pictures of what can be done; their words are escaped where they are drawn."""
    panels = DRAWINGS[measure]
    return Markup("").join(
        Markup(panel_svg(panel, _COLOURS, ident=f"{measure.value}-{number}"))  # noqa: S704 - our own drawing
        for number, panel in enumerate(panels, start=1)
    )


def _shapes(shapes: Iterable[Part]) -> Markup:
    return Markup(shapes_svg(shapes, _COLOURS))  # noqa: S704 - our own drawing


@cache
def _template() -> Template:
    return page_template(
        "thomas_test.check.report",
        "examination.html.j2",
        filters={
            "base64": lambda data: base64.b64encode(data).decode("ascii"),
            "sentence": sentence,
            "drawn": _drawn,
            "shapes": _shapes,
        },
    )
