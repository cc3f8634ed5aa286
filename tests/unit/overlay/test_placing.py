import numpy as np
import pytest

from thomas_test.overlay.tiles import Box, Clutter, around, best_of, corners

FRAME = Box(left=10, top=20, width=200, height=100)


@pytest.mark.parametrize(
    ("box", "left", "top"),
    [
        (Box(left=50, top=50, width=20, height=10), 50, 50),  # inside already
        (Box(left=-5, top=500, width=20, height=10), 10, 110),
        (Box(left=500, top=0, width=20, height=10), 190, 20),
        (Box(left=500, top=0, width=900, height=10), 10, 20),  # wider than the frame: begins at its corner
    ],
)
def test_a_box_is_moved_into_the_frame(box: Box, left: float, top: float) -> None:
    """What stands out is moved in by the shortest way."""
    inside = box.inside(FRAME)
    assert (inside.left, inside.top) == (left, top)


@pytest.mark.parametrize(("head_on_left", "left"), [(True, 10), (False, 180)])
def test_the_first_corner_is_under_the_table(head_on_left: bool, left: float) -> None:
    """With nothing in the way the words stand below the head's side."""
    places = corners(30, 10, FRAME, head_on_left=head_on_left)
    box = best_of(places, Clutter(), margin_px=0)
    assert (box.left, box.top) == (left, 110)


def test_words_go_where_nothing_is() -> None:
    """A corner in which something lies is left for the next."""
    places = corners(30, 10, FRAME, head_on_left=True)
    clutter = Clutter().and_points(np.array([20.0, 115.0]), 1.0).and_box(Box(left=170, top=10, width=50, height=30))
    assert best_of(places, clutter, margin_px=0) == places[2]


def test_a_label_keeps_off_points_lines_and_words() -> None:
    """Around an anchor a place is found that covers nothing, inside the frame and not far away."""
    anchor = np.array([100.0, 60.0])
    clutter = (
        Clutter()
        .and_points(anchor, 50.0)
        .and_line([np.array([10.0, 60.0]), np.array([210.0, 60.0])], 50.0, samples=50)
        .and_box(Box(left=10, top=20, width=200, height=38))
    )
    box = around(anchor, 30, 10, FRAME, clutter, margin_px=1)
    assert clutter.costs([box], margin_px=1) == 0
    assert box == box.inside(FRAME)
    assert box.top > 60
    assert abs(box.left + box.width / 2 - anchor[0]) < 40
