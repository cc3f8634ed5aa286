"""The measurement drawn on a copy of its picture."""

from thomas_test.overlay.drawing import draw_overlay

__all__ = ["draw_overlay"]
