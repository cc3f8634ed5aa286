import numpy as np
import pytest

from support.examinations import make_front
from thomas_test.core.angles import ROWS
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal
from thomas_test.overlay.style import SHANK
from thomas_test.second_view import FrontAnalysis, FrontRefusalCode, SecondView, draw_front

GREY = np.full((800, 800, 3), 120, dtype=np.uint8)


def test_shank_is_drawn_where_it_was_read() -> None:
    """Half-way from knee to ankle the picture has the shank's colour, in full size and in half."""
    analysis = make_front(Side.LEFT, tilt_deg=-12.0)
    middle = np.array([400.0, 300.0]) + 100 * np.array([np.sin(np.radians(-12)), np.cos(np.radians(-12))])
    for scale in (1, 2):
        drawn = draw_front(GREY[::scale, ::scale], analysis)
        x, y = (middle / scale).astype(int)
        assert tuple(drawn[y, x]) == SHANK


@pytest.mark.parametrize("view", list(SecondView))
def test_picture_itself_stays_as_it_was(view: SecondView) -> None:
    """Drawing happens on a copy, with numbers or without; the two differ."""
    before = GREY.copy()
    with_numbers = draw_front(GREY, make_front(Side.RIGHT, view=view))
    without = draw_front(GREY, make_front(Side.RIGHT, view=view), numbers=False)
    assert np.array_equal(GREY, before)
    assert not np.array_equal(with_numbers, without)


def test_refused_picture_carries_its_reason() -> None:
    """Where nothing was found the words stand in the picture's corner, and nowhere else."""
    refused = FrontAnalysis(name="x", size_px=(800, 800), level=ROWS, refusal=Refusal(code=FrontRefusalCode.NO_PERSON))
    drawn = draw_front(GREY, refused)
    assert not np.array_equal(drawn[600:], GREY[600:])
    assert np.array_equal(drawn[:400], GREY[:400])


def test_picture_without_words_has_its_lines_alone() -> None:
    """The corner where the words would stand is left as it is; the shank is drawn all the same."""
    drawn = draw_front(GREY, make_front(Side.LEFT), words=False)
    assert (drawn[700:, :300] == 120).all()
    assert (drawn != 120).any()
