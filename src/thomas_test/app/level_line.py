"""What a level line that a hand drew in the editor tells, and how sure it is."""

from __future__ import annotations

from thomas_test.app.cases import Line
from thomas_test.geometry import line_tilt_deg
from thomas_test.levelling import MarkedLine, level_from_line, level_or_plumb_deg


def tilt_of_line_deg(line: Line) -> float:
    """Give the level's tilt from a line put on something level or plumb.

    Returns
    -------
    float
        Degrees in [-45, 45], positive where level rises to the right of the picture.
    """
    return level_or_plumb_deg(line_tilt_deg(*line))


def marked_line(line: Line, size_px: tuple[int, int]) -> MarkedLine:
    """Give the level that a line tells, put on something level or plumb, with how sure it is.

    Raises
    ------
    UsageError
        For a line too short to tell anything, or off the picture.
    """
    return level_from_line(*line, size_px=size_px, plumb=True)
