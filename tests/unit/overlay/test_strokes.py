import time

import numpy as np

from thomas_test.overlay.figure import Strokes

WHITE = (255, 255, 255)


def test_dashes_begin_at_the_start() -> None:
    """A dashed line is drawn at its start and has gaps."""
    canvas = np.zeros((40, 400, 3), dtype=np.uint8)
    Strokes(canvas, 1.0).dashed(np.array([10.0, 20.0]), np.array([390.0, 20.0]), WHITE, width=2.0, dash=7.0)
    line = canvas[20, 10:390].max(axis=1)
    assert line[2] > 200
    assert (line < 50).any()


def test_dashes_to_a_far_point_end() -> None:
    """A point that lies absurdly far away costs a bounded number of dashes."""
    canvas = np.zeros((40, 40, 3), dtype=np.uint8)
    began = time.monotonic()
    Strokes(canvas, 1.0).dashed(np.zeros(2), np.array([1e9, 1e9]), WHITE, width=2.0, dash=4.0)
    assert time.monotonic() - began < 5.0
