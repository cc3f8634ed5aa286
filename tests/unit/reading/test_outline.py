"""Where a limb's front and back lie, on drawn limbs whose edges are known to a fraction of a pixel."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from support.limbs import Limb, paint
from thomas_test.reading.limbs import LimbEdges, front_way, limb_edges, smoothed

FRACTIONS = np.linspace(0.2, 0.9, 15)
LIMB = Limb(start_px=(80.0, 100.0), end_px=(230.0, 130.0))
LENGTH = float(np.hypot(150.0, 30.0))


def edges_of(
    limb: Limb,
    *,
    mask: np.ndarray | None = None,
    picture: np.ndarray | None = None,
    front_sign: int = 1,
    joints: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> LimbEdges:
    """Find the edges, by default in a perfect picture with a perfect silhouette."""
    silhouette = limb.silhouette()
    start, end = joints or (limb.start_px, limb.end_px)
    return limb_edges(
        silhouette if mask is None else mask,
        smoothed(paint(silhouette) if picture is None else picture),
        start,
        end,
        front_sign=front_sign,
        fractions=FRACTIONS,
    )


def half_widths(limb: Limb) -> np.ndarray:
    """The true distances of the edges from the middle line, in limb lengths."""
    width = limb.start_width_px + FRACTIONS * (limb.end_width_px - limb.start_width_px)
    return width / 2 / np.hypot(*(np.subtract(limb.end_px, limb.start_px)))


@pytest.mark.parametrize(
    ("way", "sign", "front"),
    [
        ((1.0, 0.0), 1, (0.0, -1.0)),  # a thigh lying to the right: its front is up
        ((-1.0, 0.0), -1, (0.0, -1.0)),  # and lying to the left, too
        ((0.0, 1.0), 1, (1.0, 0.0)),  # a shank hanging: the shin shows where the feet point
        ((0.0, 1.0), -1, (-1.0, 0.0)),
    ],
)
def test_the_front_of_a_limb(way: tuple[float, float], sign: int, front: tuple[float, float]) -> None:
    """Worked by hand for somebody on their back."""
    np.testing.assert_allclose(front_way(np.array(way), sign), front)


def test_edges_lie_where_they_were_drawn() -> None:
    """Within a third of a pixel, front and back alike."""
    edges = edges_of(LIMB)
    np.testing.assert_allclose(edges.front, half_widths(LIMB), atol=0.35 / LENGTH)
    np.testing.assert_allclose(edges.back, -half_widths(LIMB), atol=0.35 / LENGTH)
    np.testing.assert_array_equal(edges.fractions, FRACTIONS)


def test_a_coarse_silhouette_is_brought_to_the_picture_s_own_edge() -> None:
    """A silhouette blurred by 4 pixels and 3 pixels too low: the picture has the last word."""
    coarse = cv2.GaussianBlur(np.roll(LIMB.silhouette(), 3, axis=0), (0, 0), 4.0)
    edges = edges_of(LIMB, mask=coarse)
    np.testing.assert_allclose(edges.front, half_widths(LIMB), atol=0.6 / LENGTH)
    np.testing.assert_allclose(edges.back, -half_widths(LIMB), atol=0.6 / LENGTH)


def test_without_contrast_the_silhouette_stands() -> None:
    """In a picture of one colour there is no edge to move to."""
    plain = np.full((240, 320, 3), 128, dtype=np.uint8)
    edges = edges_of(LIMB, picture=plain)
    np.testing.assert_allclose(edges.front, half_widths(LIMB), atol=0.35 / LENGTH)


def test_landmarks_a_little_off_do_not_move_the_edges() -> None:
    """Joints placed 8 pixels too high: both edges lie 8 pixels further to the back of that line."""
    start, end = LIMB.start_px, LIMB.end_px
    edges = edges_of(LIMB, joints=((start[0], start[1] - 8), (end[0], end[1] - 8)))
    shift = 8 * 150 / LENGTH / LENGTH
    np.testing.assert_allclose((edges.front + edges.back) / 2, -shift, atol=0.5 / LENGTH)


def test_a_mirrored_limb_has_the_same_edges() -> None:
    """Front stays front when picture and sign are mirrored together."""
    mirrored = Limb(start_px=(319 - 80.0, 100.0), end_px=(319 - 230.0, 130.0))
    edges, mirror = edges_of(LIMB), edges_of(mirrored, front_sign=-1)
    np.testing.assert_allclose(mirror.front, edges.front, atol=0.05 / LENGTH)
    np.testing.assert_allclose(mirror.back, edges.back, atol=0.05 / LENGTH)


def test_an_edge_beyond_the_cut_is_not_made_up() -> None:
    """Where the silhouette goes on past half a limb's length - a table taken for flesh - that edge is NaN."""
    mask = LIMB.silhouette()
    mask[120:, :] = 1.0
    edges = edges_of(LIMB, mask=mask)
    assert np.isnan(edges.back).all()
    np.testing.assert_allclose(edges.front[:10], half_widths(LIMB)[:10], atol=0.35 / LENGTH)


def test_a_cut_without_the_limb_says_nothing() -> None:
    """No silhouette near the line, or none at all: NaN on both sides."""
    for mask in (np.zeros((240, 320), dtype=np.float32), np.roll(LIMB.silhouette(), 70, axis=0)):
        edges = edges_of(LIMB, mask=mask)
        assert np.isnan(edges.front).all()
        assert np.isnan(edges.back).all()


def test_the_frame_is_an_edge() -> None:
    """Where a limb leaves the picture the silhouette ends: no value is read from beyond."""
    low = Limb(start_px=(80.0, 225.0), end_px=(230.0, 232.0))
    edges = edges_of(low)
    assert (edges.back > -25 / 150).all()
    np.testing.assert_allclose(edges.front, half_widths(low), atol=0.4 / 150)


def test_another_limb_beyond_a_gap_is_not_taken_in() -> None:
    """The span that is nearest to the line counts, not the widest."""
    other = Limb(start_px=(80.0, 30.0), end_px=(230.0, 60.0), start_width_px=60.0, end_width_px=60.0)
    both = np.maximum(LIMB.silhouette(), other.silhouette())
    edges = edges_of(LIMB, mask=both, picture=paint(both))
    np.testing.assert_allclose(edges.front, half_widths(LIMB), atol=0.35 / LENGTH)
