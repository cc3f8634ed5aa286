"""A folder of pictures: every file gets its row, whatever happens to the others."""

from thomas_test.batch.picture import Opener, PictureMethod, PictureResult, Task
from thomas_test.batch.run import Label, Summary, score_folder

__all__ = ["Label", "Opener", "PictureMethod", "PictureResult", "Summary", "Task", "score_folder"]
