"""A folder of pictures: every file gets its row, whatever happens to the others."""

from thomas_test.batch.picture import Opener, PictureMethod, PictureResult, Task
from thomas_test.batch.run import Label, Progress, Summary, score_folder

__all__ = ["Label", "Opener", "PictureMethod", "PictureResult", "Progress", "Summary", "Task", "score_folder"]
