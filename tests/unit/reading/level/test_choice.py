import math

import pytest

from support.analyses import marked
from thomas_test.core.angles import ROWS, USUAL_LEVEL_SD_DEG, HorizonSource, Level
from thomas_test.images import Gravity
from thomas_test.reading.level.choice import LevelChoice, choose_level
from thomas_test.reading.level.table_edge import TableEdge

MARKED, GRAVITY, PHONE, EDGE, IMAGE = HorizonSource
MARKED_SD_DEG, GRAVITY_SD_DEG, PHONE_SD_DEG, _, IMAGE_SD_DEG = (USUAL_LEVEL_SD_DEG[source] for source in HorizonSource)


def phone(tilt_deg: float | None) -> Gravity:
    """Make the gravity read from a photo."""
    return Gravity(tilt_deg=tilt_deg, camera_pitch_deg=0.0, front_camera=False)


def an_edge(tilt_deg: float, sd_deg: float = 0.6) -> TableEdge:
    """Make a table's edge with a tilt."""
    return TableEdge(
        tilt_deg=tilt_deg,
        sd_deg=sd_deg,
        camera_aside_deg=0.0,
    )


@pytest.mark.parametrize(
    ("marked_deg", "gravity", "edge", "found", "tilt_deg", "sd_deg", "disagree"),
    [
        (None, None, None, [IMAGE], 0.0, IMAGE_SD_DEG, False),  # nothing known: the rows
        (None, None, 2.0, [EDGE, IMAGE], 2.0, 0.6, False),  # the edge's own uncertainty
        (None, None, 9.0, [EDGE, IMAGE], 9.0, 0.6, False),  # far from the rows, but they are no source
        (None, 1.0, 2.0, [GRAVITY, EDGE, IMAGE], 1.0, GRAVITY_SD_DEG, False),  # gravity before the edge
        (1.5, 1.0, 2.0, [MARKED, GRAVITY, EDGE, IMAGE], 1.5, MARKED_SD_DEG, False),  # a person before all
        (0.0, None, None, [MARKED, IMAGE], 0.0, MARKED_SD_DEG, False),  # a tilt of 0 is a tilt
        (None, -1.0, 2.5, [GRAVITY, EDGE, IMAGE], -1.0, math.hypot(0.5, 1.75), True),  # 3.5 degrees apart
        # errors of 0.5, 0.6 and a table's slope of 0.5 allow 1.8 degrees between gravity and edge
        (None, -1.0, 0.8, [GRAVITY, EDGE, IMAGE], -1.0, GRAVITY_SD_DEG, False),
        (None, -1.0, 0.9, [GRAVITY, EDGE, IMAGE], -1.0, math.hypot(0.5, 0.95), True),
        (2.0, 0.0, 3.5, [MARKED, GRAVITY, EDGE, IMAGE], 2.0, MARKED_SD_DEG, True),  # the two not used disagree
    ],
)
def test_the_best_source_is_used_and_never_averaged(
    marked_deg: float | None,
    gravity: float | None,
    edge: float | None,
    found: list[HorizonSource],
    tilt_deg: float,
    sd_deg: float,
    disagree: bool,
) -> None:
    """Marked beats gravity beats the table's edge beats the rows; its tilt is used unchanged, dissent is told."""
    choice = choose_level(
        marked=None if marked_deg is None else marked(marked_deg),
        gravity=None if gravity is None else phone(gravity),
        edge=None if edge is None else an_edge(edge),
    )
    assert [level.source for level in choice.all_found] == found
    assert (choice.used.source, choice.used.tilt_deg) == (found[0], tilt_deg)
    assert choice.used.sd_deg == pytest.approx(sd_deg)
    assert choice.disagree is disagree


@pytest.mark.parametrize(
    ("used_deg", "others_deg", "gap_deg"),
    [
        (0.0, [], 0.0),  # nobody to contradict it
        (0.0, [1.3], 0.0),  # their errors of 0.5 each allow 1.4
        (0.0, [1.5], 1.5),
        (0.0, [6.0], 6.0),
        (0.0, [-6.0], 6.0),  # the way does not matter
        (6.0, [0.0, -1.0], 7.0),  # alone against two: as far as the farther
        (0.0, [6.0, 1.0], 0.0),  # a third agrees with the one used: the odd one is wrong
        (0.0, [1.0, -2.0], 0.0),  # two that contradict each other, and one of them not the one used
    ],
)
def test_a_contradicted_level_is_less_sure(used_deg: float, others_deg: list[float], gap_deg: float) -> None:
    """Half of the gap enters the standard deviation, so that the 95 % interval reaches the other source's angle."""
    used = marked(used_deg)
    sources = zip((GRAVITY, EDGE), others_deg, strict=False)
    others = [Level.usual(source=source, tilt_deg=tilt) for source, tilt in sources]
    choice = LevelChoice(all_found=(used, *others, ROWS))
    assert choice.used.sd_deg == pytest.approx(math.hypot(0.5, gap_deg / 2.0))
    assert 1.96 * choice.used.sd_deg >= 0.98 * gap_deg
    assert choice.all_found == (used, *others, ROWS)


@pytest.mark.parametrize(("edge_sd_deg", "allowed_deg"), [(0.3, 1.5), (0.6, 1.8), (1.2, 2.7), (2.0, 4.1)])
def test_a_surer_edge_notices_less(edge_sd_deg: float, allowed_deg: float) -> None:
    """As closely as the errors allow: a good edge shows a turn of a degree and a half, a poor one none of four."""
    for tilt_deg, told in ((allowed_deg - 0.1, False), (allowed_deg + 0.1, True)):
        choice = choose_level(marked=None, gravity=phone(0.0), edge=an_edge(tilt_deg, edge_sd_deg))
        assert choice.disagree is told
        assert choose_level(marked=None, gravity=phone(0.0), edge=an_edge(-tilt_deg, edge_sd_deg)).disagree is told


@pytest.mark.parametrize("turned_deg", [2.0, -2.5, 6.0])
def test_a_photo_that_was_straightened_is_noticed(turned_deg: float) -> None:
    """The sensor's tilt stayed, the picture turned: the interval reaches the angle that the edge would give."""
    choice = choose_level(marked=None, gravity=phone(1.0), edge=an_edge(1.0 + turned_deg))
    assert choice.disagree
    assert 1.96 * choice.used.sd_deg >= 0.98 * abs(turned_deg)


def test_a_mirrored_photo_is_noticed() -> None:
    """Level lines fall to the other side: twice the tilt lies between the sensor and the edge."""
    assert choose_level(marked=None, gravity=phone(1.2), edge=an_edge(-1.2)).disagree


def test_a_drawn_line_brings_its_own_doubt() -> None:
    """A tilt given as such has the floor; one that was drawn has what its line's length leaves."""
    drawn = marked(1.0, sd_deg=1.5)
    assert choose_level(marked=drawn, gravity=None).used == drawn


def test_levels_weighed_again_are_no_less_sure() -> None:
    """What was found keeps its own doubt: a picture that is corrected twice does not widen twice."""
    choice = choose_level(marked=marked(0.0), gravity=phone(6.0))
    assert LevelChoice(all_found=choice.all_found).used == choice.used
    assert choice.all_found[0] == marked(0.0)


def test_a_phone_that_looks_straight_down_does_not_level() -> None:
    """Gravity without a tilt is no source."""
    choice = choose_level(marked=None, gravity=phone(None), edge=an_edge(2.0))
    assert choice.used.source is EDGE
    assert [level.source for level in choice.all_found] == [EDGE, IMAGE]


def test_the_rows_are_the_least_certain() -> None:
    """Every other source has a smaller standard deviation than the picture's rows."""
    assert max(MARKED_SD_DEG, GRAVITY_SD_DEG) < IMAGE_SD_DEG


def test_a_choice_of_nothing_cannot_be_made() -> None:
    """At least the rows are always there."""
    with pytest.raises(ValueError, match="expected at least one horizontal"):
        LevelChoice(all_found=())
