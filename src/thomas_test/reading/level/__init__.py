"""Against which horizontal a picture is measured: a marked line, gravity, the table's edge, or the picture's rows."""

from thomas_test.reading.level.choice import (
    LevelChoice,
    Tilted,
    choose_level,
)
from thomas_test.reading.level.marked import level_from_line, level_or_plumb_deg
from thomas_test.reading.level.table_edge import TableEdge, find_table_edge

__all__ = [
    "LevelChoice",
    "TableEdge",
    "Tilted",
    "choose_level",
    "find_table_edge",
    "level_from_line",
    "level_or_plumb_deg",
]
