import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from support.examinations import DAY, make_examination, make_leg, make_trial
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, Course, PlanEntry, course_of
from thomas_test.history.curve import (
    _NARROW,
    _PAPER,
    _drawn,
    course_rows,
    curve_png,
    curve_svg,
    plan_rows,
    plan_sentences,
    sentences,
)


@pytest.fixture
def course(book: Book) -> Course:
    """The thigh of both legs on two days: the left one changed by 8 degrees, the right one by 2."""
    book.add_person("P-1")
    for weeks, left, right in ((0, -6.0, 3.0), (6, 2.0, 5.0)):
        legs = {Side.LEFT: make_leg(Side.LEFT, left), Side.RIGHT: make_leg(Side.RIGHT, right)}
        book.keep("P-1", replace(make_examination(legs=legs), day=DAY + dt.timedelta(weeks=weeks)))
    return course_of(book, "P-1")[Quantity.THIGH]


def test_the_sentences_say_what_the_curve_shows(course: Course) -> None:
    """From where to where, whether that is a change, how the legs differ, and what both are held against."""
    said = sentences(course)
    assert said[0] == (
        "Thigh angle of the left leg, 2 times: 6.0° above horizontal on 2026-03-14, 2.0° below horizontal on "
        "2026-04-25; 8.0° lower: beyond the 6.9° that repeating the test may change."
    )
    assert "2.0°: within the 6.9°" in said[1]
    assert said[2].startswith("Left and right leg differ by 3.0°: within")
    assert "Cejudo 2015" in said[3]


def test_legs_that_differ_say_no_way(book: Book) -> None:
    """One leg is not more than the other by itself: how far apart, and beyond what."""
    book.add_person("P-2")
    legs = {Side.LEFT: make_leg(Side.LEFT, 14.5), Side.RIGHT: make_leg(Side.RIGHT, -24.2)}
    book.keep("P-2", make_examination(legs=legs))
    said = sentences(course_of(book, "P-2")[Quantity.THIGH])
    assert said[2] == "Left and right leg differ by 38.7°: beyond the 6.9° that repeating the test may change."


def test_one_day_stands_under_its_own_date(book: Book) -> None:
    """There is no course to show: no years around it."""
    book.add_person("P-3")
    book.keep("P-3", make_examination())
    (axes,) = _drawn(course_of(book, "P-3")[Quantity.THIGH], GUIDE, (), _PAPER).axes
    assert [label.get_text() for label in axes.get_xticklabels()] == [DAY.isoformat()]


def test_the_table_has_every_point_in_the_order_of_the_days(course: Course) -> None:
    """Both legs, with their intervals; a thigh by its side of the horizontal, with no sign."""
    assert course_rows(course) == [
        ("2026-03-14", "left", "6.0° above horizontal", "3.0° to 9.0° above"),
        ("2026-03-14", "right", "3.0° below horizontal", "0.0° to 6.0° below"),
        ("2026-04-25", "left", "2.0° below horizontal", "1.0° above to 5.0° below"),
        ("2026-04-25", "right", "5.0° below horizontal", "2.0° to 8.0° below"),
    ]


def test_a_knee_is_bent_more_or_less_and_has_one_side_of_zero(book: Book) -> None:
    """No word of the horizontal, in the sentence, the table or at the axis; the thigh's axis says what signs are."""
    book.add_person("P-4")
    for weeks, knee in ((0, 50.0), (6, 75.0)):
        trial = make_trial(Side.LEFT, thigh_deg=-6.0, knee_deg=knee)
        legs = {Side.LEFT: make_leg(Side.LEFT, -6.0, trials=(trial,)), Side.RIGHT: make_leg(Side.RIGHT, -6.0)}
        book.keep("P-4", replace(make_examination(legs=legs), day=DAY + dt.timedelta(weeks=weeks)))
    courses = course_of(book, "P-4")
    knee_course = courses[Quantity.KNEE]
    assert "50.0° on 2026-03-14, 75.0° on 2026-04-25; 25.0° more: beyond" in sentences(knee_course)[0]
    assert course_rows(knee_course)[0][2:] == ("50.0°", "47.0° to 53.0°")
    axes = {quantity: _drawn(courses[quantity], GUIDE, (), _PAPER).axes[0] for quantity in courses}
    assert axes[Quantity.THIGH].get_ylabel() == "Thigh angle (°)\n− above, + below horizontal"
    assert axes[Quantity.KNEE].get_ylabel() == "Knee flexion (°)"


def test_the_same_course_is_drawn_to_the_same_bytes(course: Course) -> None:
    """No date, no random names; nothing is fetched from anywhere."""
    svg = curve_svg(course)
    assert svg == curve_svg(course)
    assert b"<script" not in svg
    assert b'href="http' not in svg
    assert b"Thigh angle over time" in svg


def test_the_picture_is_fit_for_printing(course: Course) -> None:
    """Some 1400 pixels wide, and nothing of who made it."""
    picture = Image.open(BytesIO(curve_png(course)))
    assert picture.size == (1400, 720)
    assert "Software" not in picture.info


PLANS = (
    PlanEntry(ident=1, measure="psoas_stretch", since=DAY, times_a_week=3, weeks=6, days=(DAY + dt.timedelta(days=2),)),
    PlanEntry(ident=2, measure="$of$ {tomorrow}", since=DAY + dt.timedelta(weeks=2), times_a_week=1, weeks=4),
)


def test_what_was_done_is_a_bar_below_the_axis_and_the_same_in_words(course: Course) -> None:
    """Since when and how often: taller for each plan, the same bytes again; a sentence and a row for each."""
    bare, drawn = curve_svg(course), curve_svg(course, plans=PLANS)
    assert drawn == curve_svg(course, plans=PLANS) != bare
    assert drawn.count(b"Psoas stretch with side-bending away, since 2026-03-14, 3 times a week") == 1
    assert b"$of$ {tomorrow}, since 2026-03-28, once a week" in drawn
    assert Image.open(BytesIO(curve_png(course, plans=PLANS))).size == (1400, 864)
    on_the_day = DAY + dt.timedelta(weeks=6)
    assert plan_sentences(PLANS, on_the_day)[0] == (
        "Psoas stretch with side-bending away: since 2026-03-14, 3 times a week for 6 weeks (to 2026-04-25): "
        "done on 1 day, last on 2026-03-16; its weeks are over."
    )
    assert plan_rows(PLANS)[0] == ("Psoas stretch with side-bending away", "2026-03-14", "2026-04-25", "3", "1")


def test_the_bar_of_a_plan_lies_between_its_days_on_the_axis_of_the_points(course: Course) -> None:
    """From its first day to the end of its weeks, a mark where it was done; both axes show the same days."""
    points, bars = _drawn(course, GUIDE, PLANS, _PAPER).axes
    first, second = bars.patches
    assert (first.get_x(), first.get_width()) == (date2num(DAY), 42.0)
    assert (second.get_x(), second.get_width()) == (date2num(DAY) + 14, 28.0)
    assert list(bars.lines[0].get_xdata()) == [date2num(DAY) + 2]
    assert points.get_xlim() == bars.get_xlim()
    assert first.get_hatch()


@pytest.mark.parametrize("plans", [(), PLANS[:1], PLANS], ids=len)
def test_on_a_phone_every_word_can_be_read_and_ends_inside(course: Course, plans: tuple[PlanEntry, ...]) -> None:
    """As wide as a phone leaves, no letter is under 10 pixels; no word leaves the drawing or lies on a bar."""
    figure = _drawn(course, GUIDE, plans, _PAPER, form=_NARROW)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    on_screen = 358.0 / (72.0 * figure.get_figwidth())
    for text in figure.findobj(lambda artist: isinstance(artist, Text) and bool(artist.get_text())):
        assert text.get_fontsize() * on_screen >= 10.0, text
    words = [text for axes in figure.axes for text in axes.texts] + [figure.axes[0].yaxis.label]
    for text in words:
        extent = text.get_window_extent()
        assert extent.x0 >= 0.0 and extent.x1 <= figure.bbox.width, text  # noqa: PT018
    (legend,) = figure.legends
    assert legend.get_window_extent().x1 <= figure.bbox.width
    if plans:
        below = figure.axes[1]
        bars = [bar.get_window_extent() for bar in below.patches]
        assert not any(Bbox.intersection(text.get_window_extent(), bar) for text in below.texts for bar in bars)
    assert curve_svg(course, plans=plans, narrow=True) == curve_svg(course, plans=plans, narrow=True)


def test_without_a_measurement_there_is_nothing_to_say(book: Book) -> None:
    """The drawing shows the context alone."""
    book.add_person("P-1")
    empty = course_of(book, "P-1")[Quantity.KNEE]
    assert sentences(empty) == ()
    assert course_rows(empty) == []
    assert curve_svg(empty)
