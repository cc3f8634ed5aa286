import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.reading.level.lines import TrunkFrame, find_pieces, join_pieces, outside_person, search_box

RIGHT = TrunkFrame(hip_px=np.array([400.0, 300.0]), shoulder_px=np.array([600.0, 300.0]), head_sign=1)
LEFT = TrunkFrame(hip_px=np.array([624.0, 300.0]), shoulder_px=np.array([424.0, 300.0]), head_sign=-1)
"""The same person in the mirrored picture, 1024 pixels wide."""


def test_the_frame_runs_from_the_hip_towards_the_head_and_downwards() -> None:
    """One trunk length towards the head is u = 1, one downwards is w = 1, whichever way the person lies."""
    assert RIGHT.from_picture([600, 500]).tolist() == [1.0, 1.0]
    assert LEFT.from_picture([424, 500]).tolist() == [1.0, 1.0]


@given(x=st.floats(-500, 1500), y=st.floats(-500, 1500))
def test_the_frame_goes_there_and_back(x: float, y: float) -> None:
    """A point keeps its place when brought into the frame and out again."""
    assert LEFT.to_picture(LEFT.from_picture([x, y])) == pytest.approx([x, y])


@pytest.mark.parametrize(
    ("shoulder_px", "slope"),
    [
        ((600, 300), 0.0),  # level
        ((600, 320), 0.1),  # the shoulder lower than the hip
        ((400, 100), math.inf),  # sits upright
        ((200, 300), math.inf),  # the head is not where it was said to be
    ],
)
def test_the_trunk_has_a_slope_only_when_it_lies(shoulder_px: tuple[float, float], slope: float) -> None:
    """Lying the other way or upright counts as infinitely steep."""
    frame = TrunkFrame(hip_px=np.array([400.0, 300.0]), shoulder_px=np.array(shoulder_px, float), head_sign=1)
    assert frame.trunk_slope == pytest.approx(slope)


def test_the_box_of_the_mirrored_picture_is_the_mirrored_box() -> None:
    """Nothing is searched on one side that is not searched on the other."""
    left, top, right, bottom = search_box(RIGHT, (1024, 768))
    assert search_box(LEFT, (1024, 768)) == (1024 - right, top, 1024 - left, bottom)


def test_a_person_outside_the_picture_has_no_lines() -> None:
    """Points that lie off the picture give no box and no error."""
    frame = TrunkFrame(hip_px=np.array([5000.0, 300.0]), shoulder_px=np.array([5200.0, 300.0]), head_sign=1)
    assert find_pieces(np.zeros((100, 100, 3), np.uint8), frame).shape == (0, 2, 2)


def test_the_pixels_of_an_edge_are_found_where_it_was_drawn() -> None:
    """Between row 349 and row 350 the border lies at y = 350, counted from the picture's corner; half a pixel free."""
    rgb = np.full((768, 1024, 3), 200, np.uint8)
    rgb[350:400, 420:900] = 40
    pieces = RIGHT.to_picture(find_pieces(rgb, RIGHT))
    level = pieces[np.abs(pieces[:, 0, 1] - pieces[:, 1, 1]) < 1]
    assert np.abs(level[..., 1].mean(axis=1) - 350.0).min() < 0.6
    assert level[..., 0].min() == pytest.approx(420.0, abs=8)
    assert level[..., 0].max() == pytest.approx(860.0, abs=8)  # the search ends 2.3 trunk lengths from the hip


def test_pieces_of_one_line_are_joined_and_its_gaps_kept() -> None:
    """Three pieces of one line make one line with two gaps; a piece beside it makes another."""
    pieces = np.array(
        [
            [[0.0, 0.300], [0.4, 0.304]],
            [[0.6, 0.306], [0.8, 0.308]],
            [[1.0, 0.310], [1.5, 0.315]],
            [[0.0, 0.350], [0.3, 0.353]],  # a parallel edge further down
        ]
    )
    long, short = join_pieces(pieces)
    assert (long.at_hip, long.slope) == pytest.approx((0.3, 0.01))
    assert long.stretches == [(0.0, 0.4), (0.6, 0.8), (1.0, 1.5)]
    assert long.at_hip + long.slope == pytest.approx(0.31)
    assert short.at_hip == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        (-9.0, 9.0, 1.1),  # all of it
        (0.2, 0.7, 0.3),  # the gap does not count
        (0.45, 0.55, 0.0),  # only gap
        (2.0, 3.0, 0.0),  # beyond its end
    ],
)
def test_a_line_is_covered_where_the_picture_shows_it(start: float, end: float, covered: float) -> None:
    """Length shown between two places, in trunk lengths."""
    line = join_pieces(np.array([[[0.0, 0.3], [0.4, 0.3]], [[0.6, 0.3], [0.8, 0.3]], [[0.8, 0.3], [1.3, 0.3]]]))[0]
    assert line.covered(start, end) == pytest.approx(covered)


def test_no_pieces_make_no_lines() -> None:
    """An empty wall is not an error."""
    assert join_pieces(np.zeros((0, 2, 2))) == []


def test_pieces_inside_a_person_are_told_apart() -> None:
    """A belt lies inside the silhouette, a table's edge only passes behind it; points off the picture do not fail."""
    pieces = np.array([[[0.1, 0.1], [0.4, 0.1]], [[0.1, 0.3], [1.4, 0.3]], [[9.0, 9.0], [9.5, 9.0]]])
    mask = np.zeros((768, 1024), np.float32)
    mask[310:380, 410:490] = 0.9
    assert outside_person(pieces, RIGHT, mask).tolist() == [False, True, True]
