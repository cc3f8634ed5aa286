"""A folder of pictures: every file gets its row, whatever happens to the others, and none is read twice."""

from thomas_test.batch.at_hand import ScoredAtHand, score_in_memory
from thomas_test.batch.in_memory import PicturesInMemory
from thomas_test.batch.picture import Opener, PictureMethod, PictureResult, Task
from thomas_test.batch.run import Label, Summary, score_folder
from thomas_test.batch.sources import LocalFolder
from thomas_test.batch.worker import Limits

__all__ = [
    "Label",
    "Limits",
    "LocalFolder",
    "Opener",
    "PictureMethod",
    "PictureResult",
    "PicturesInMemory",
    "ScoredAtHand",
    "Summary",
    "Task",
    "score_folder",
    "score_in_memory",
]
