"""The whole check as a record: statements, trials, a stop; brought together, saved to and opened from one file."""

from thomas_test.check.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.check.summary import LegSummary, summarise

__all__ = [
    "Examination",
    "FrontTrial",
    "Leg",
    "LegSummary",
    "Stop",
    "Trial",
    "open_examination",
    "save_examination",
    "summarise",
]
