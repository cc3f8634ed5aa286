import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.analyses import make_analysis, make_refusal
from support.examinations import make_front
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.records import analysis_to_json
from thomas_test.second_view import SecondView, front_to_json
from thomas_test.second_view.points_file import read_front_points, read_side_view

POINTS = {"view": "front", "tested_leg": "left", "points_px": {"knee": [420, 310], "ankle": [455, 520]}}


def _file(folder: Path, content: Any) -> Path:
    path = folder / "points.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_points_are_read_as_placed_by_hand(tmp_path: Path) -> None:
    """Knee and ankle, the leg, and the hand that placed them; joints that the view does not use are left."""
    content = {**POINTS, "points_px": {**POINTS["points_px"], "other_knee": [1, 2]}}
    pose, _ = read_front_points(_file(tmp_path, content), size_px=(800, 600), view=SecondView.FRONT)
    assert (pose.tested_leg, pose.source) == (Side.LEFT, PointsSource.HAND)
    assert set(pose.points_px) == {Joint.KNEE, Joint.ANKLE}


def test_a_named_leg_goes_before_that_of_the_file(tmp_path: Path) -> None:
    """What a person types counts."""
    pose, _ = read_front_points(_file(tmp_path, POINTS), size_px=(640, 640), view=SecondView.FRONT, leg=Side.RIGHT)
    assert pose.tested_leg is Side.RIGHT


def test_a_record_of_our_own_will_do(tmp_path: Path) -> None:
    """What measure --view front --json printed can be corrected and read again."""
    record = front_to_json(make_front(Side.RIGHT))
    pose, _ = read_front_points(_file(tmp_path, record), size_px=(800, 800), view=SecondView.FRONT)
    assert pose.tested_leg is Side.RIGHT
    assert pose[Joint.KNEE].tolist() == [400, 300]


def test_names_of_the_body_are_sorted_by_the_tested_leg(tmp_path: Path) -> None:
    """As in a points file of the side view, left_knee is the knee where the left leg is tested."""
    points = {"left_knee": [400, 300], "left_ankle": [410, 500], "right_knee": [300, 200]}
    pose, _ = read_front_points(
        _file(tmp_path, {"tested_leg": "left", "points_px": points}), size_px=(800, 800), view=SecondView.FRONT
    )
    assert {joint: point.tolist() for joint, point in pose.points_px.items()} == {
        Joint.KNEE: [400, 300],
        Joint.ANKLE: [410, 500],
    }


@pytest.mark.parametrize("size_px", [None, [800, 600], [799, 599], [200, 150]])
def test_points_of_a_photo_that_is_read_smaller(tmp_path: Path, size_px: list[int] | None) -> None:
    """They were placed on the file, or on the picture as it is measured: its size tells; without one, on the file."""
    by = 1 if size_px == [200, 150] else 4
    content = {**POINTS, "points_px": {"knee": [100 * by, 75 * by], "ankle": [110 * by, 130 * by]}, "size_px": size_px}
    pose, _ = read_front_points(_file(tmp_path, content), size_px=(200, 150), view=SecondView.FRONT, shrunk=4)
    assert pose[Joint.KNEE].tolist() == [100, 75]
    assert pose[Joint.ANKLE].tolist() == [110, 130]


def test_a_marked_level_comes_with_the_points(tmp_path: Path) -> None:
    """A level that a person drew keeps its tilt and its standard deviation, in a file and in a record of our own."""
    drawn = Level(source=HorizonSource.MARKED, tilt_deg=-2.5, sd_deg=1.25)
    record = front_to_json(replace(make_front(Side.LEFT), level=drawn))
    for content in (record, {**POINTS, "level_tilt_deg": -2.5, "level_sd_deg": 1.25}):
        _, level = read_front_points(_file(tmp_path, content), size_px=(800, 800), view=SecondView.FRONT)
        assert level == drawn
    _, level = read_front_points(
        _file(tmp_path, front_to_json(make_front(Side.LEFT))), size_px=(800, 800), view=SecondView.FRONT
    )
    assert level is None  # gravity is the photo's own to tell


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "points in .* as JSON"),
        ([1], "an object, or a list of objects, with points_px"),
        ({"tested_leg": "left"}, "points_px: expected a value, got none"),
        ({**POINTS, "view": "top"}, "give --view top"),
        ([POINTS, POINTS], "points of one picture in .*, got those of 2"),
        ({**POINTS, "size_px": [4000, 3000]}, "640 x 640 pixels, got points placed on one of 4000 x 3000"),
        ({**POINTS, "points_px": {"knee": [0.4, 0.5], "ankle": [0.4, 0.8]}}, "expected pixels, got numbers below 2"),
        ({**POINTS, "tested_leg": "middle"}, "tested_leg: expected left or right, got 'middle'"),
        ({**POINTS, "points_px": {"knee": [1, 2]}}, "no ankle"),
        (
            {**POINTS, "points_px": {"knee": [1, 2], "ankle": "there"}},
            "points_px.ankle: expected a list of 2",
        ),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, content: Any, message: str) -> None:
    """Each says what was expected."""
    with pytest.raises(UsageError, match=message):
        read_front_points(_file(tmp_path, content), size_px=(640, 640), view=SecondView.FRONT)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    """A path that leads nowhere."""
    with pytest.raises(UsageError, match="cannot read"):
        read_front_points(tmp_path / "none.json", size_px=(640, 640), view=SecondView.FRONT)


def test_side_view_brings_thigh_knee_and_proportion(tmp_path: Path) -> None:
    """The side view's own record is enough for all that it tells."""
    analysis = make_analysis(thigh_deg=4.0, knee_deg=70.0)
    side_view = read_side_view(_file(tmp_path, analysis_to_json(analysis)))
    views = side_view.of_leg(side_view.tested_leg)
    assert views.thigh == analysis.measured.measurement.thigh
    assert views.knee == analysis.measured.measurement.knee
    assert views.thigh_to_shank == pytest.approx(130 / 120)


def test_side_view_without_a_knee(tmp_path: Path) -> None:
    """Without an ankle there is a thigh and neither knee nor proportion."""
    views = read_side_view(_file(tmp_path, analysis_to_json(make_analysis(knee_deg=None)))).known
    assert (views.knee, views.thigh_to_shank) == (None, None)
    assert views.thigh is not None


def test_a_refused_side_view_is_told_in_words(tmp_path: Path) -> None:
    """A refused photo brings nothing."""
    with pytest.raises(UsageError, match="measured side view"):
        read_side_view(_file(tmp_path, analysis_to_json(make_refusal())))


def test_points_far_outside_belong_to_another_picture(tmp_path: Path) -> None:
    """A point that no one placed on this picture is refused by its name."""
    path = tmp_path / "points.json"
    points = {"knee": [420, 310], "ankle": [455, 5200]}
    path.write_text(json.dumps({"view": "front", "tested_leg": "left", "points_px": points}))
    with pytest.raises(UsageError, match=r"640 x 640 pixels, got ankle at \(455, 5200\)"):
        read_front_points(path, size_px=(640, 640), view=SecondView.FRONT)


def test_a_side_view_of_the_other_leg_is_refused_in_words(tmp_path: Path) -> None:
    """A left leg's angles say nothing about the right one: both legs are named."""
    side_view = read_side_view(_file(tmp_path, analysis_to_json(make_analysis(tested_leg=Side.LEFT))))
    with pytest.raises(UsageError, match="of the right leg, which the second photo shows, got that of the left one"):
        side_view.of_leg(Side.RIGHT)
