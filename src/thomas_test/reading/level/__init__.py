"""Against which horizontal a picture is measured: a marked line, gravity, the phone, the table's edge, or its rows."""

from thomas_test.reading.level.choice import (
    LevelChoice,
    Tilted,
    choose_level,
)
from thomas_test.reading.level.marked import level_from_line, level_or_plumb_deg
from thomas_test.reading.level.phone import PhoneHeld, gravity_of_phone, with_phone
from thomas_test.reading.level.table_edge import TableEdge, find_table_edge

__all__ = [
    "LevelChoice",
    "PhoneHeld",
    "TableEdge",
    "Tilted",
    "choose_level",
    "find_table_edge",
    "gravity_of_phone",
    "level_from_line",
    "level_or_plumb_deg",
    "with_phone",
]
