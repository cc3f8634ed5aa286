"""The hand-out for the person tested: the chosen exercises in pictures and large print, boxes to tick, when to stop.

It holds no angle, no finding and no code: those are for the clinician's page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from thomas_test.check.drawings.shapes import HEIGHT, TOP, WIDTH
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.exercises import BY_OTHERS, Dose, Exercise, suiting
from thomas_test.check.meaning.instructions import AFTERWARDS, STOP_IF_IT_HURTS
from thomas_test.check.meaning.sources import Cited, sources_of
from thomas_test.check.record import Examination
from thomas_test.check.report.contents import WHAT_IT_IS_NOT, short_name
from thomas_test.check.report.letterhead import NO_LETTERHEAD, Letterhead
from thomas_test.check.report.sheet import ACCENT, BOLD, INK, PLAIN, RULE, know_fonts, markup, on_paper, picture
from thomas_test.output.words import sentence

SMALLEST_PT: Final = 14.0
"""Large print: no letter is smaller."""
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=24, leading=30, textColor=INK, spaceAfter=4)
_HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=18, leading=23, textColor=ACCENT, spaceBefore=6, spaceAfter=4)
_TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=SMALLEST_PT, leading=19, textColor=INK, spaceAfter=5)
_STRONG = ParagraphStyle("strong", parent=_TEXT, fontName=BOLD)
_MARGIN = 17 * mm
_ROOM: Final = float(A4[0] - 2 * _MARGIN)
_BETWEEN: Final = 2 * mm
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_WEEKS_ON_PAPER: Final = 12
_BOX_PT: Final = 17.0


def examination_handout(
    examination: Examination,
    exercises: Sequence[Exercise] | None = None,
    *,
    letterhead: Letterhead = NO_LETTERHEAD,
) -> bytes:
    """The hand-out as a PDF: a first page on when to stop, then a page or two for each exercise.

    Parameters
    ----------
    examination
        Whose; of a stopped one the hand-out says why it ended, and holds no exercise.
    exercises
        What was chosen; None takes all that suit what was found.
    letterhead
        The clinic's name and logo.
    """
    know_fonts()
    if exercises is None:
        exercises = [Exercise(chosen=one) for one in suiting(examination)]
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=15 * mm,
        bottomMargin=13 * mm,
        title=f"Exercises, {examination.day.isoformat()}",
        author="",
        creator="thomas-test",
        invariant=1,
    )
    body = _stopped(examination) if examination.stop is not None else _exercises(exercises)
    document.build([*_head(examination, letterhead), *body])
    return stream.getvalue()


def _head(examination: Examination, head: Letterhead) -> list[Flowable]:
    clinic: list[Flowable] = [] if head.logo is None else [picture(head.logo, width=50 * mm, height=15 * mm)]
    clinic += [Paragraph(markup(head.name), _STRONG)] if head.name else []
    title = "Your test" if examination.stop is not None else "Your exercises"
    who = short_name(examination.person)
    return [
        *clinic,
        Paragraph(title, _TITLE),
        Paragraph(markup(", ".join(filter(None, (who, examination.day.isoformat())))), _TEXT),
    ]


def _stopped(examination: Examination) -> list[Flowable]:
    """Why it ended, and what to do now: nothing to exercise."""
    stop = examination.stop
    told = () if stop is None else (stop.title, *stop.reasons)
    return [
        *(Paragraph(escape(words), _TEXT) for words in told),
        *_box("And now", [AFTERWARDS]),
        *_not_this([AFTERWARDS]),
    ]


def _exercises(exercises: Sequence[Exercise]) -> list[Flowable]:
    if not exercises:
        words = Paragraph("No exercise was chosen.", _TEXT)
        return [words, *_box("Stop if it hurts", STOP_IF_IT_HURTS), *_not_this(STOP_IF_IT_HURTS)]
    listed = [
        Paragraph(f"{number}. {escape(one.chosen.suggestion.title)}", _STRONG)
        for number, one in enumerate(exercises, start=1)
    ]
    doses = [said for one in exercises for said in one.chosen.suggestion.dose]
    flow = [*_box("Stop if it hurts", STOP_IF_IT_HURTS), *listed, *_not_this((*STOP_IF_IT_HURTS, *doses))]
    for number, exercise in enumerate(exercises, start=1):
        flow += [PageBreak(), *_exercise(number, exercise)]
    return flow


def _box(title: str, told: Iterable[Cited]) -> list[Flowable]:
    """Words in a frame, each with its source."""
    words = [[Paragraph(title, _HEAD)], *([Paragraph(_cited(one), _TEXT)] for one in told)]
    frame = Table(words, colWidths=[_ROOM])
    frame.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 2.2, INK), ("LEFTPADDING", (0, 0), (-1, -1), 10)]))
    return [Spacer(0, 3 * mm), frame, Spacer(0, 4 * mm)]


def _cited(one: Cited) -> str:
    return f"{escape(one.text)} [{escape(one.mark)}]"


def _not_this(told: Iterable[Cited]) -> list[Flowable]:
    sources = "; ".join(f"{source.short}: {source.full}" for source in sources_of(told))
    return [
        Spacer(0, 3 * mm),
        Paragraph(escape(WHAT_IT_IS_NOT), _TEXT),
        Paragraph(escape(f"Sources: {sources}."), _TEXT),
    ]


def _exercise(number: int, exercise: Exercise) -> list[Flowable]:
    suggestion = exercise.chosen.suggestion
    legs = [Paragraph(f"For the {exercise.legs}" if "both" not in exercise.legs else "For both legs", _STRONG)]
    parts = (("Not when", suggestion.not_when), ("Take care", suggestion.care))
    return [
        Paragraph(f"{number}. {escape(suggestion.title)}", _HEAD),
        *(legs if exercise.legs else []),
        _pictures(exercise),
        *(Paragraph(escape(one.text), _TEXT) for one in suggestion.how),
        *_dose(exercise),
        *(
            Paragraph(f"<b>{label}:</b> {escape(' '.join(one.text for one in told))}", _TEXT)
            for label, told in parts
            if told
        ),
        *([] if exercise.chosen.measure in BY_OTHERS else [_boxes(exercise.dose)]),
    ]


def _pictures(exercise: Exercise) -> Table:
    """Two panels in a row: at that width their letters are large, too."""
    width = (_ROOM - _BETWEEN) / 2
    panels = DRAWINGS[exercise.chosen.measure]
    drawn = [on_paper(one.all_shapes, width=WIDTH, height=HEIGHT, top=TOP, width_pt=width) for one in panels]
    made = Table([drawn[first : first + 2] for first in range(0, len(drawn), 2)], colWidths=[_ROOM / 2] * 2)
    made.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]))
    return made


def _dose(exercise: Exercise) -> list[Flowable]:
    """How much each time, from a source; how often, as it was chosen, or a line to write it on."""
    told = " ".join(_cited(one) for one in exercise.chosen.suggestion.dose)
    how_much: list[Flowable] = [Paragraph(f"<b>Each time:</b> {told}", _TEXT)] if told else []
    if exercise.chosen.measure in BY_OTHERS:
        return how_much
    if exercise.dose.times_a_week is None:
        often = "<b>How often:</b> ______ times a week, as your therapist says"
    else:
        often = f"<b>How often:</b> {escape(sentence(exercise.dose.words))}"
    return [*how_much, Paragraph(often, _TEXT)]


def _boxes(dose: Dose) -> Flowable:
    """A row for each week, a cell for each day, with as many boxes as it is to be done on it."""
    a_day = max(1, math.ceil((dose.times_a_week or 0) / len(_DAYS)))
    weeks = min(dose.weeks, _MOST_WEEKS_ON_PAPER)
    rows: list[list[object]] = [[Paragraph("Week", _TEXT), *(Paragraph(day, _TEXT) for day in _DAYS)]]
    rows.extend([Paragraph(str(week), _TEXT), *(_box_to_tick(a_day) for _ in _DAYS)] for week in range(1, weeks + 1))
    made = Table(rows, colWidths=[52.0, *((_ROOM - 52.0) / len(_DAYS) for _ in _DAYS)])
    made.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return KeepTogether([Paragraph("Tick a box each time", _STRONG), made])


def _box_to_tick(count: int) -> Drawing:
    drawing = Drawing((_BOX_PT + 3) * count, _BOX_PT + 2)
    for number in range(count):
        x = 1 + number * (_BOX_PT + 3)
        box = Rect(x, 1, _BOX_PT, _BOX_PT)
        box.strokeColor, box.strokeWidth, box.fillColor = INK, 1.2, None
        drawing.add(box)
    return drawing
