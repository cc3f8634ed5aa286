"""A video of the test, analysed like the live picture: the angles over time, the hold, its median."""

from thomas_test.video.analysis import VideoAnalysis, analyse_video
from thomas_test.video.frames import VideoFile
from thomas_test.video.plot import draw_series
from thomas_test.video.writing import WrittenVideo, series_csv, video_to_json, write_video

__all__ = [
    "VideoAnalysis",
    "VideoFile",
    "WrittenVideo",
    "analyse_video",
    "draw_series",
    "series_csv",
    "video_to_json",
    "write_video",
]
