"""Against which horizontal a picture is measured: a marked line, gravity, the table's edge, or the picture's rows."""

from thomas_test.reading.level.choice import (
    DISAGREE_DEG,
    GRAVITY_SD_DEG,
    IMAGE_SD_DEG,
    MARKED_SD_DEG,
    LevelChoice,
    Tilted,
    choose_level,
    weigh_levels,
)
from thomas_test.reading.level.marked import MarkedLine, level_from_line, level_or_plumb_deg
from thomas_test.reading.level.table_edge import TableEdge, find_table_edge

__all__ = [
    "DISAGREE_DEG",
    "GRAVITY_SD_DEG",
    "IMAGE_SD_DEG",
    "MARKED_SD_DEG",
    "LevelChoice",
    "MarkedLine",
    "TableEdge",
    "Tilted",
    "choose_level",
    "find_table_edge",
    "level_from_line",
    "level_or_plumb_deg",
    "weigh_levels",
]
