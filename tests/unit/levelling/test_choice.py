from dataclasses import dataclass

import pytest

from thomas_test.errors import UsageError
from thomas_test.levelling import (
    GRAVITY_SD_DEG,
    IMAGE_SD_DEG,
    MARKED_SD_DEG,
    LevelChoice,
    TableEdge,
    choose_level,
    level_from_line,
)
from thomas_test.measurement import ROWS, HorizonSource, Level

MARKED, GRAVITY, EDGE, IMAGE = HorizonSource


@dataclass(frozen=True)
class Phone:
    """Stands for the gravity read from a photo."""

    tilt_deg: float


def an_edge(tilt_deg: float, sd_deg: float = 0.6) -> TableEdge:
    """Make a table's edge with a tilt."""
    return TableEdge(
        tilt_deg=tilt_deg,
        sd_deg=sd_deg,
        support=0.9,
        start_px=(10.0, 50.0),
        end_px=(90.0, 50.0),
        edges=2,
        camera_aside_deg=0.0,
    )


@pytest.mark.parametrize(
    ("marked", "gravity", "edge", "found", "tilt_deg", "sd_deg", "disagree"),
    [
        (None, None, None, [IMAGE], 0.0, IMAGE_SD_DEG, False),  # nothing known: the rows
        (None, None, 2.0, [EDGE, IMAGE], 2.0, 0.6, False),  # the edge's own uncertainty
        (None, None, 9.0, [EDGE, IMAGE], 9.0, 0.6, False),  # far from the rows, but they are no source
        (None, 1.0, 2.0, [GRAVITY, EDGE, IMAGE], 1.0, GRAVITY_SD_DEG, False),  # gravity before the edge
        (1.5, 1.0, 2.0, [MARKED, GRAVITY, EDGE, IMAGE], 1.5, MARKED_SD_DEG, False),  # a person before all
        (0.0, None, None, [MARKED, IMAGE], 0.0, MARKED_SD_DEG, False),  # a tilt of 0 is a tilt
        (None, -1.0, 2.5, [GRAVITY, EDGE, IMAGE], -1.0, GRAVITY_SD_DEG, True),  # 3.5 degrees apart
        (None, -1.0, 2.0, [GRAVITY, EDGE, IMAGE], -1.0, GRAVITY_SD_DEG, False),  # 3 degrees apart is not more than 3
        (2.0, 0.0, 3.5, [MARKED, GRAVITY, EDGE, IMAGE], 2.0, MARKED_SD_DEG, True),  # the two not used disagree
    ],
)
def test_the_best_source_is_used_and_never_averaged(
    marked: float | None,
    gravity: float | None,
    edge: float | None,
    found: list[HorizonSource],
    tilt_deg: float,
    sd_deg: float,
    disagree: bool,
) -> None:
    """Marked beats gravity beats the table's edge beats the rows; its tilt is used unchanged, dissent is told."""
    choice = choose_level(
        marked_tilt_deg=marked,
        gravity=None if gravity is None else Phone(gravity),
        edge=None if edge is None else an_edge(edge),
    )
    assert [level.source for level in choice.all_found] == found
    assert choice.used == Level(source=found[0], tilt_deg=tilt_deg)
    assert choice.sd_deg == sd_deg
    assert choice.disagree is disagree


def test_the_rows_are_the_least_certain() -> None:
    """Every other source has a smaller standard deviation than the picture's rows."""
    assert max(MARKED_SD_DEG, GRAVITY_SD_DEG) < IMAGE_SD_DEG


@pytest.mark.parametrize(
    ("start_px", "end_px", "tilt_deg"),
    [
        ((100, 100), (300, 100), 0.0),  # along the rows
        ((100, 100), (300, 80), 5.711),  # rises to the right: positive (y grows downwards)
        ((300, 80), (100, 100), 5.711),  # the order of the points does not matter
        ((100, 80), (300, 100), -5.711),  # falls to the right
        ((0, 0), (100, -100), 45.0),  # as steep as may be
    ],
)
def test_two_points_of_a_level_line_make_a_marked_level(
    start_px: tuple[float, float], end_px: tuple[float, float], tilt_deg: float
) -> None:
    """The tilt is that of the line, positive where it rises to the right."""
    level = level_from_line(start_px, end_px)
    assert level.source is HorizonSource.MARKED
    assert level.tilt_deg == pytest.approx(tilt_deg, abs=1e-3)


@pytest.mark.parametrize(
    ("start_px", "end_px", "words"),
    [
        ((5, 5), (5, 5), "draw a longer line"),  # one place
        ((5, 5), (5.5, 5), "draw a longer line"),  # a slip of the finger
        ((5, 5), (float("nan"), 9), "draw a longer line"),  # no number
        ((0, 0), (10, 200), "turn the picture upright"),  # a door frame
    ],
)
def test_a_line_that_cannot_be_level_is_refused(
    start_px: tuple[float, float], end_px: tuple[float, float], words: str
) -> None:
    """The message says what came and what to do."""
    with pytest.raises(UsageError, match=words):
        level_from_line(start_px, end_px)


@pytest.mark.parametrize(
    ("found", "sd_deg"),
    [
        ((), 1.0),  # nothing found: at least the rows always are
        ((Level(source=HorizonSource.GRAVITY, tilt_deg=1.0), ROWS), 1.0),  # the one used is not the best
        ((ROWS,), 0.0),  # certain beyond doubt
    ],
)
def test_a_choice_that_contradicts_itself_cannot_be_made(found: tuple[Level, ...], sd_deg: float) -> None:
    """The level used is the best one found, and never certain."""
    with pytest.raises(ValueError, match="expected"):
        LevelChoice(used=ROWS, all_found=found, sd_deg=sd_deg, disagree=False)
