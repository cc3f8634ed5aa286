"""The report as one page of PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepInFrame, Paragraph, Spacer, TableStyle

from thomas_test.check.meaning.sources import Cited
from thomas_test.check.record import Examination
from thomas_test.check.report.contents import ReportContent, Shared, report_content
from thomas_test.check.report.leg import LegContent
from thomas_test.check.report.letterhead import NO_LETTERHEAD, Earlier, Letterhead
from thomas_test.check.report.sheet import (
    ACCENT,
    MARGIN,
    SOFT,
    Sheet,
    know_fonts,
    markup,
    note_on_letters,
    picture,
    table,
)
from thomas_test.output.words import FlagLine, sentence

_SHRINKS = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72)
"""From the size that reads best to the smallest; the first at which everything fits is taken."""
_PICTURE_SHARE, _FRONT_SHARE = 0.6, 0.38
_PICTURE_HEIGHT = 58 * mm
_BLIND_HEIGHT = 110 * mm
_CURVE_HEIGHT, _PLAN_HEIGHT = 46 * mm, 6 * mm
_TONES = {"met": "#00694d", "not-met": "#a44300", "borderline": "#6b5d00", "not-assessed": "#50646a"}
_SIGNATURE = "Date, signature: " + 60 * "_"
_WHERE_THE_REST_IS = "How each is done, how much, when not, and its source: in the app and in the HTML report."


def examination_pdf(
    examination: Examination,
    *,
    rater_blind: bool = False,
    letterhead: Letterhead = NO_LETTERHEAD,
    earlier: Earlier | None = None,
) -> bytes:
    """The report as one page of A4; parameters as for `report_content`."""
    know_fonts()
    content = report_content(examination, rater_blind=rater_blind, letterhead=letterhead, earlier=earlier)
    stream = io.BytesIO()
    # no time stamp and no random name in the file: the same examination gives the same bytes
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setTitle(f"{content.title} {examination.day.isoformat()}")
    canvas.setCreator("thomas-test")
    _draw(canvas, content)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, content: ReportContent) -> None:
    sheets = [Sheet(shrink=shrink) for shrink in _SHRINKS]
    sheet = next((sheet for sheet in sheets if _fits(sheet, content)), sheets[-1])
    # whatever it holds, it stays one page: what fits no sheet is squeezed into the smallest
    kept = KeepInFrame(sheet.width, sheet.height, _page(sheet, content), mode="shrink")
    canvas.translate(MARGIN, MARGIN)
    canvas.scale(sheet.shrink, sheet.shrink)
    Frame(0, 0, sheet.width, sheet.height, 0, 0, 0, 0).addFromList([kept], canvas)


def _fits(sheet: Sheet, content: ReportContent) -> bool:
    return sum(part.wrap(sheet.width, sheet.height)[1] for part in _page(sheet, content)) <= sheet.height


def _page(sheet: Sheet, content: ReportContent) -> list[Flowable]:
    flow: list[Flowable] = [*_head(sheet, content.letterhead), _header(sheet, content), Spacer(0, 2 * mm)]
    note = note_on_letters(" ".join(value for _, value in content.facts))
    if note:
        flow.append(sheet.words(escape(note), 6, colour=SOFT))
    flow += _stop(sheet, content) if content.stop_title else []
    flow += _legs(sheet, content) if content.legs else []
    flow += _since(sheet, content.earlier) if content.earlier is not None else []
    flow += [Spacer(0, 1.2 * mm), sheet.words(f"<b>{escape(content.not_this)}</b>", 6.5)]
    flow += [Spacer(0, 2 * mm), sheet.words(_SIGNATURE, 8), Spacer(0, 1 * mm)]
    flow += [sheet.words(markup(line), 6, colour=SOFT) for line in content.method]
    if content.sources:
        listed = "; ".join(f"<b>{escape(source.short)}</b> {escape(source.full)}" for source in content.sources)
        flow.append(sheet.words(f"Sources: {listed}.", 6, colour=SOFT))
    return flow


def _head(sheet: Sheet, head: Letterhead) -> list[Flowable]:
    """The clinic's name and logo above all else."""
    if not head.name and head.logo is None:
        return []
    logo = [] if head.logo is None else [picture(head.logo, width=40 * mm, height=12 * mm)]
    made = table([[sheet.words(f"<b>{markup(head.name)}</b>", 11), logo]], [sheet.width - 42 * mm, 42 * mm])
    return [made, Spacer(0, 1 * mm)]


def _since(sheet: Sheet, earlier: Earlier) -> list[Flowable]:
    """Last time beside today, and the curve."""
    head = [sheet.words(words, 7, colour=SOFT) for words in ("", earlier.day.isoformat(), "today", "difference")]
    rows = [
        [
            sheet.words(escape(row.label), 7.5),
            sheet.words(escape(row.before), 9),
            sheet.words(f"<b>{escape(row.today)}</b>", 9),
            sheet.words(f"<b>{escape(row.change)}</b>" if row.is_change else escape(row.change), 7),
        ]
        for row in earlier.rows
    ]
    widths = [0.28 * sheet.column, 0.20 * sheet.column, 0.22 * sheet.column, 0.30 * sheet.column]
    beside = [picture(earlier.curve(), width=sheet.column, height=_CURVE_HEIGHT + _PLAN_HEIGHT * len(earlier.plans))]
    plans = [sheet.words(f"<b>Done since:</b> {escape(plan)}", 7) for plan in earlier.plans]
    return [
        Spacer(0, 1.2 * mm),
        sheet.words(f"<b>Since {earlier.day.isoformat()}.</b> {escape(earlier.summary)}", 9),
        Spacer(0, 0.8 * mm),
        sheet.two_columns([table([head, *rows], widths, rules=True)], beside),
        *plans,
    ]


def _header(sheet: Sheet, content: ReportContent) -> Flowable:
    facts = " &nbsp;&nbsp; ".join(
        f'<font color="#50646a">{escape(label)}</font> <b>{markup(value)}</b>' for label, value in content.facts
    )
    title = 42 * mm if content.comparison or content.stop_title else 56 * mm
    words = [sheet.words(f"<b>{escape(content.title)}</b>", 14), sheet.words(facts, 8)]
    made = table([words], [title, sheet.width - title])
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LINEBELOW", (0, 0), (-1, -1), 1, ACCENT)]))
    return made


def _stop(sheet: Sheet, content: ReportContent) -> list[Flowable]:
    flow: list[Flowable] = [sheet.words(f"<b>{escape(content.stop_title)}</b>", 14), Spacer(0, 3 * mm)]
    for reason in content.stop_reasons:
        flow += [sheet.words(escape(reason), 10), Spacer(0, 2 * mm)]
    return flow


def _legs(sheet: Sheet, content: ReportContent) -> list[Flowable]:
    blind = not content.comparison and not content.stop_title
    left, right = [*(_leg(sheet, leg, blind=blind) for leg in content.legs), []][:2]
    flow: list[Flowable] = [sheet.two_columns(left, right), Spacer(0, 1.2 * mm)]
    flow += [_shared(sheet, shared) for shared in content.meanings]
    if content.comparison:
        flow.append(sheet.words("<b>Compared:</b> " + escape(content.comparison), 7))
    if content.suggestions:
        titles = "; ".join(f"{n}. {chosen.suggestion.title}" for n, chosen in enumerate(content.suggestions, start=1))
        flow.append(sheet.words(f"<b>What can be done:</b> {escape(titles)}. {_WHERE_THE_REST_IS}", 7))
    return flow


def _shared(sheet: Sheet, shared: Shared) -> Paragraph:
    legs = sentence(shared.legs).rstrip(".")
    return sheet.words(f"<b>{legs}: {escape(shared.title)}.</b> {_cited(shared.sentences)}", 7)


def _cited(sentences: Iterable[Cited]) -> str:
    return " ".join(f'{escape(one.text)} <font color="#50646a">[{escape(one.mark)}]</font>' for one in sentences)


def _leg(sheet: Sheet, leg: LegContent, *, blind: bool) -> list[Flowable]:
    flow: list[Flowable] = [sheet.words(f"<b>{escape(leg.heading)}</b>", 11), *_pictures(sheet, leg, blind=blind)]
    if leg.numbers:
        rows = [
            [
                sheet.words(escape(row.label), 8, colour=SOFT),
                [sheet.words(f"<b>{escape(row.value)}</b>", 12), sheet.words(escape(row.detail), 6)],
            ]
            for row in leg.numbers
        ]
        flow += [table(rows, [17 * mm, sheet.column - 17 * mm], rules=True), Spacer(0, 1 * mm)]
        flow += [sheet.scale(scale) for scale in leg.scales]
        flow += [_flag(sheet, flag) for flag in leg.flags]
        flow.append(Spacer(0, 1 * mm))
    flow += [
        sheet.panel(sheet.words(f"<b>{escape(reading.title)}.</b> {escape(reading.seen)}", 7))
        for reading in leg.readings
    ]
    flow += [Spacer(0, 0.8 * mm), sheet.words(escape(leg.statements), 6.6)]
    flow += [sheet.words("! " + escape(caution), 6.6) for caution in leg.cautions]
    if leg.measured_how:
        flow.append(sheet.words(escape(leg.measured_how), 6.2, colour=SOFT))
    return flow


def _pictures(sheet: Sheet, leg: LegContent, *, blind: bool) -> list[Flowable]:
    """Set the second photos beside the one from the side, where there are any."""
    captions = " ".join(filter(None, (leg.shown.caption, *(front.caption for front in leg.fronts))))
    small = sheet.words(escape(captions), 6.2, colour=SOFT)
    if leg.shown.picture is None and not leg.fronts:
        return [small]
    share = _PICTURE_SHARE if leg.fronts else 1.0
    height = _BLIND_HEIGHT if blind else _PICTURE_HEIGHT
    main: list[Flowable] = (
        [picture(leg.shown.picture, width=share * sheet.column, height=height)]
        if leg.shown.picture is not None
        else [sheet.words("No picture.", 7, colour=SOFT)]
    )
    if not leg.fronts:
        return [*main, small] if captions else main
    each = (height if blind else 0.78 * height) / len(leg.fronts)
    fronts: list[Flowable] = [
        picture(front.picture, width=_FRONT_SHARE * sheet.column, height=each)
        for front in leg.fronts
        if front.picture is not None
    ]
    widths = [(1.0 - _FRONT_SHARE) * sheet.column, _FRONT_SHARE * sheet.column]
    return [table([[main, fronts]], widths), small]


def _flag(sheet: Sheet, flag: FlagLine) -> Paragraph:
    words = escape(sentence(flag.label).rstrip("."))
    mark = f'<font color="{_TONES[flag.tone]}"><b>{flag.sign}</b></font>'
    return sheet.words(f"{mark} &nbsp;{words}: <b>{flag.answer}</b>", 7.5)
