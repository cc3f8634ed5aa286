import json
import math
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from support.analyses import make_analysis, marked
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.points_file import read_points
from thomas_test.output.records import analysis_to_json

HIP, KNEE, ANKLE = [500.0, 300.0], [400.5, 320.0], [350.0, 420.0]
GOOD = {"tested_leg": "left", "head_towards": "right", "points_px": {"hip": HIP, "knee": KNEE, "ankle": ANKLE}}


def write(folder: Path, content: object) -> Path:
    """Write a points file."""
    path = folder / "points.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_points_are_taken_as_they_are(tmp_path: Path) -> None:
    """Leg, direction and unrounded points come out as they stand in the file, marked as placed by hand."""
    (placed,) = read_points(write(tmp_path, {**GOOD, "size_px": [640, 480], "level_tilt_deg": -1.5, "seed": 3}))
    assert (placed.pose.tested_leg, placed.pose.head_towards) == (Side.LEFT, Direction.RIGHT)
    assert placed.pose[Joint.KNEE].tolist() == KNEE
    assert placed.pose.source is PointsSource.HAND
    assert (placed.size_px, placed.level, placed.file) == (
        (640, 480),
        marked(-1.5),
        "",
    )


@pytest.mark.parametrize(
    "content",
    [
        {"pictures": [{**GOOD, "file": "a.jpg"}, {**GOOD, "file": "b.jpg"}]},
        [{**GOOD, "file": "a.jpg"}, {**GOOD, "file": "b.jpg"}],
    ],
)
def test_several_pictures_stand_in_one_file(tmp_path: Path, content: object) -> None:
    """A list of pictures, bare or named, gives the points of each."""
    assert [placed.file for placed in read_points(write(tmp_path, content))] == ["a.jpg", "b.jpg"]


def test_names_of_the_body_are_sorted_by_the_tested_leg(tmp_path: Path) -> None:
    """Another tool's left and right landmarks become the tested and the other leg; what the test needs not is left."""
    points = {"left_hip": HIP, "left_knee": KNEE, "right_knee": [450, 200], "nose": [700, 250], "left_heel": [1, 9]}
    (placed,) = read_points(write(tmp_path, {"tested_leg": "left", "keypoints_px": points}))
    assert placed.pose[Joint.HIP].tolist() == HIP
    assert placed.pose[Joint.OTHER_KNEE].tolist() == [450, 200]
    assert set(placed.pose.points_px) == {Joint.HIP, Joint.KNEE, Joint.OTHER_KNEE}


@pytest.mark.parametrize(
    ("points", "head"),
    [
        ({"hip": HIP, "knee": KNEE, "shoulder": [700, 290]}, Direction.RIGHT),  # the shoulder tells
        ({"hip": HIP, "knee": [510, 420], "shoulder": [700, 290]}, Direction.RIGHT),  # also past a hanging thigh
        ({"hip": HIP, "knee": KNEE}, Direction.RIGHT),  # the knee points away from the head
        ({"hip": KNEE, "knee": HIP}, Direction.LEFT),
    ],
)
def test_the_head_is_told_from_the_points(tmp_path: Path, points: object, head: Direction) -> None:
    """Where the file does not say, the shoulder does, and without a shoulder the knee."""
    (placed,) = read_points(write(tmp_path, {"tested_leg": "left", "points_px": points}))
    assert placed.pose.head_towards is head


def test_the_user_overrules_the_file(tmp_path: Path) -> None:
    """A leg and a direction given on the command line count for more than the file's."""
    (placed,) = read_points(write(tmp_path, GOOD), leg=Side.RIGHT, head_towards=Direction.LEFT)
    assert (placed.pose.tested_leg, placed.pose.head_towards) == (Side.RIGHT, Direction.LEFT)


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        (HorizonSource.MARKED, True),
        (HorizonSource.TABLE_EDGE, True),  # no network looks for it again
        (HorizonSource.PHONE, True),
        (HorizonSource.GRAVITY, False),  # the picture's own file says it
        (HorizonSource.IMAGE, False),
    ],
)
def test_a_record_of_our_own_is_a_points_file(tmp_path: Path, source: HorizonSource, *, is_kept: bool) -> None:
    """What ``measure --json`` printed can be measured again, against the same level, called by its name and as sure."""
    level = Level(source=source, tilt_deg=2.5, sd_deg=1.3)
    record = analysis_to_json(make_analysis(level=level))
    (placed,) = read_points(write(tmp_path, record))
    assert placed.pose[Joint.HIP].tolist() == [320.0, 240.0]
    assert (placed.file, placed.size_px, placed.level) == ("photo.jpg", (640, 480), level if is_kept else None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "expected points in .* as JSON"),
        ("[]", "expected an object, or a list of objects"),
        ("3", "expected an object, or a list of objects"),
        ({}, "points_px: expected a value, got none"),
        ({**GOOD, "points_px": [1, 2]}, "points_px: expected an object, got a list of 2"),
        ({**GOOD, "points_px": {"hip": HIP, "knee": KNEE, "ankel": ANKLE}}, "got 'ankel'"),  # a slip of the pen
        ({**GOOD, "points_px": {"hip": HIP, "knee": [1]}}, "points_px.knee: expected a list of 2, got a list of 1"),
        (
            {**GOOD, "points_px": {"hip": HIP, "knee": [1, None]}},
            r"points_px.knee\[1\]: .* number, got None",
        ),
        (
            {**GOOD, "points_px": {"hip": HIP, "knee": [1, math.nan]}},
            r"a finite number at points_px.knee\[1\], got nan",
        ),
        ({**GOOD, "points_px": {"hip": [0.5, 0.6], "knee": [0.4, 0.61]}}, "expected pixels, got numbers below 2"),
        ({**GOOD, "points_px": {"hip": HIP, "knee": KNEE, "ankle": [0, 0]}}, r"got ankle at \[0.0, 0.0\]: leave out"),
        ({**GOOD, "points_px": {"hip": [0.5, 0.6], "knee": KNEE}}, r"pixels for every point, got hip at \[0.5, 0.6\]"),
        ({**GOOD, "level_tilt": 2}, "expected level_tilt_deg, got 'level_tilt'"),
        ({**GOOD, "level_tlit_deg": 2}, "expected level_tilt_deg, got 'level_tlit_deg'"),
        ({**GOOD, "points_px": {"hip": HIP}}, "got no knee"),
        ({**GOOD, "points_px": {}}, "got no hip and no knee"),
        ({**GOOD, "points_px": {"hip": HIP, "knee": HIP}}, "two places"),
        ({**GOOD, "tested_leg": None}, "use --leg"),
        ({**GOOD, "tested_leg": "both"}, "tested_leg: expected left or right, got 'both'"),
        ({**GOOD, "head_towards": ["up"]}, "head_towards: expected left or right, got a list of 1"),
        ({**GOOD, "size_px": [640.5, 480]}, r"size_px\[0\]: expected a whole number, got 640.5"),
        ({**GOOD, "level_tilt_deg": "2"}, "level_tilt_deg: expected a finite number, got '2'"),
        ({**GOOD, "level_tilt_deg": 2, "level_sd_deg": 0}, "expected a standard deviation above 0"),
        ([{**GOOD, "file": "a.jpg"}, {**GOOD, "file": "a.jpg"}], "got several for 'a.jpg'"),
        ([GOOD, GOOD], "each with its own file"),
        (
            [{**GOOD, "file": "a.jpg"}, {"file": "b.jpg"}],
            "points for 'b.jpg', .* points_px: expected a value",
        ),
    ],
)
def test_anything_else_is_turned_away(tmp_path: Path, content: object, message: str) -> None:
    """A file that holds something else gives a message that says what was expected and what came."""
    with pytest.raises(UsageError, match=message):
        read_points(write(tmp_path, content))


def test_a_note_of_ones_own_is_left_alone(tmp_path: Path) -> None:
    """Who placed the points, and when: nothing rests on it."""
    (placed,) = read_points(write(tmp_path, {**GOOD, "annotator": "AB", "day": "2026-03-14"}))
    assert placed.pose[Joint.HIP].tolist() == HIP


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    """No such file, or a folder, gives a message and no traceback."""
    with pytest.raises(UsageError, match="cannot read"):
        read_points(tmp_path / name)


def test_bytes_that_are_no_text_are_turned_away(tmp_path: Path) -> None:
    """A picture given for a points file is not JSON."""
    path = tmp_path / "points.json"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UsageError, match=r"expected points in .* as JSON"):
        read_points(path)


def test_points_of_another_size_are_refused(tmp_path: Path) -> None:
    """Points placed on the full photo do not fit its small copy, and the other way round."""
    (placed,) = read_points(write(tmp_path, {**GOOD, "size_px": [4000, 3000]}))
    placed.check_picture((4000, 3000))
    with pytest.raises(UsageError, match="640 x 480 pixels, got points placed on one of 4000 x 3000"):
        placed.check_picture((640, 480))


@pytest.mark.parametrize(
    ("joint", "point", "message"),
    [
        ("hip", [5430, 344], r"640 x 480 pixels, got hip at \(5430, 344\)"),
        ("knee", [-65, 300], "got knee at"),  # 64 pixels is a tenth of the longer side
        ("knee", [-63, 300], ""),  # the knee of a leg that leaves the picture
        ("ankle", [350, 545], "got ankle at"),
        ("ankle", [350, 543], ""),
        ("shoulder", [705, 290], "got shoulder at"),  # the face that is blurred is looked for beyond it
        ("other_ankle", [350, 2000], ""),  # no number rests on it
    ],
)
def test_points_far_outside_belong_to_another_picture(
    tmp_path: Path, joint: str, point: list[int], message: str
) -> None:
    """A point may lie slightly outside; farther out it is refused with its name and the picture's size."""
    (placed,) = read_points(write(tmp_path, {**GOOD, "points_px": {**GOOD["points_px"], joint: point}}))
    with pytest.raises(UsageError, match=message) if message else nullcontext():
        placed.check_picture((640, 480))


LEG = {"hip": [300.0, 200.0], "knee": [400.0, 220.0], "ankle": [420.0, 320.0]}
"""Head to the left: a thigh 11 degrees below the rows, a knee bent by 67."""

WHOLE = {"tested_leg": "left", "head_towards": "left", "points_px": LEG}


def changed(change: Callable[[float, float], tuple[float, float]]) -> dict[str, object]:
    """Change every point of the leg."""
    return {**WHOLE, "points_px": {name: list(change(*point)) for name, point in LEG.items()}}


def test_a_hanging_leg_is_taken(tmp_path: Path) -> None:
    """Also in a mirrored picture, with the head on the other side."""
    read_points(write(tmp_path, WHOLE))[0].check_picture((640, 480))
    mirrored = {**changed(lambda x, y: (640 - x, y)), "head_towards": "right"}
    read_points(write(tmp_path, mirrored))[0].check_picture((640, 480))


@pytest.mark.parametrize(
    "change",
    [
        lambda x, y: (x, 480 - y),  # y from the bottom up, as plots have it
        lambda x, y: (640 - x, 480 - y),  # and x from the right
        lambda x, y: (x, 520 - y),  # or with another height
    ],
    ids=["y up", "both", "another height"],
)
def test_a_shank_that_points_up_is_refused(
    tmp_path: Path, change: Callable[[float, float], tuple[float, float]]
) -> None:
    """No knee bends so: what such points mostly are is said, and nothing is measured."""
    entry = changed(change)
    del entry["head_towards"]
    with pytest.raises(UsageError, match=r"knee bent backwards by 67 degrees.*height minus y"):
        read_points(write(tmp_path, entry))[0].check_picture((640, 480))


@pytest.mark.parametrize(("ankle", "refused"), [([500, 222], False), ([500, 214], False), ([495, 200], True)])
def test_a_straight_knee_may_be_placed_a_little_off(tmp_path: Path, ankle: list[float], refused: bool) -> None:
    """Up to 15 degrees backwards."""
    (placed,) = read_points(write(tmp_path, {**WHOLE, "points_px": {**LEG, "ankle": ankle}}))
    with pytest.raises(UsageError, match="backwards") if refused else nullcontext():
        placed.check_picture((640, 480))
