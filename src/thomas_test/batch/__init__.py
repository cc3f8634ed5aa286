"""A folder of pictures: every file gets its row, whatever happens to the others, and none is read twice."""

from thomas_test.batch.picture import Opener, PictureMethod, PictureResult, Task
from thomas_test.batch.run import Label, Summary, score_folder
from thomas_test.batch.worker import Limits

__all__ = ["Label", "Limits", "Opener", "PictureMethod", "PictureResult", "Summary", "Task", "score_folder"]
