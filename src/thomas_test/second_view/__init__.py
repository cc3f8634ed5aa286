"""The second photo, from beyond the feet or from above: rotation and abduction of the thigh."""

from thomas_test.second_view.analysis import FrontAnalysis, analyse_front, measure_front_points
from thomas_test.second_view.drawing import draw_front
from thomas_test.second_view.finding import find_front_pose
from thomas_test.second_view.measurement import NO_OTHER_VIEWS, FrontMeasurement, OtherViews, measure_front
from thomas_test.second_view.pose import NEEDED, USED, FrontPose, SecondView
from thomas_test.second_view.records import front_from_json, front_to_json
from thomas_test.second_view.refusals import FrontRefusalCode

__all__ = [
    "NEEDED",
    "NO_OTHER_VIEWS",
    "USED",
    "FrontAnalysis",
    "FrontMeasurement",
    "FrontPose",
    "FrontRefusalCode",
    "OtherViews",
    "SecondView",
    "analyse_front",
    "draw_front",
    "find_front_pose",
    "front_from_json",
    "front_to_json",
    "measure_front",
    "measure_front_points",
]
