import json
import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from thomas_test.core.landmarks import Direction
from thomas_test.reading.level import table_edge
from thomas_test.reading.level.table_edge import TableEdge, find_table_edge

Rgb = NDArray[np.uint8]

WIDTH, HEIGHT = 1024, 768
HIP, SHOULDER = np.array([480.0, 340.0]), np.array([720.0, 330.0])
SCENES = Path(__file__).parents[5] / "shared" / "scenes"
"""Rendered photographs beside the project; the tests that need them are left out where they are not there."""

needs_scenes = pytest.mark.skipif(not SCENES.is_dir(), reason="needs ../shared/scenes beside the project")


def a_wall(grey: int = 180) -> Rgb:
    """Draw an empty room."""
    return np.full((HEIGHT, WIDTH, 3), grey, np.uint8)


def a_bar(rgb: Rgb, start: tuple[float, float], end: tuple[float, float], thick: float, color: int = 70) -> None:
    """Draw a bar whose upper border runs from start to end, with soft pixels at its borders."""
    corners = np.array([start, end, (end[0], end[1] + thick), (start[0], start[1] + thick)])
    cv2.fillPoly(rgb, [np.round((corners - 0.5) * 16).astype(np.int32)], (color, color, color), cv2.LINE_AA, 4)


def a_table(tilt_deg: float = 0.0, *, left: float = 430.0, right: float = 990.0) -> Rgb:
    """Draw a table's board seen square, its upper edge 60 pixels below the hip, with two legs."""
    rgb = a_wall()
    rise = math.tan(math.radians(tilt_deg))
    upper = [(x, 400.0 - rise * (x - HIP[0])) for x in (left, right)]
    a_bar(rgb, upper[0], upper[1], 45)
    for x in (left + 50, right - 90):
        cv2.rectangle(rgb, (int(x), 455), (int(x) + 22, 720), (40, 40, 40), cv2.FILLED)
    return rgb


def find(rgb: Rgb, *, head_towards: Direction = Direction.RIGHT, **choices: object) -> TableEdge | None:
    """Look for the edge under the person of these tests."""
    points = {"hip_px": HIP, "shoulder_px": SHOULDER} | choices
    return find_table_edge(rgb, head_towards=head_towards, **points)


def found(rgb: Rgb, **choices: object) -> TableEdge:
    """Look for the edge and insist on one."""
    edge = find(rgb, **choices)
    assert edge is not None
    return edge


def find_mirrored(rgb: Rgb) -> TableEdge | None:
    """Look for the edge in the mirrored picture."""
    mirrored = np.ascontiguousarray(rgb[:, ::-1])
    hip, shoulder = (WIDTH - HIP[0], HIP[1]), (WIDTH - SHOULDER[0], SHOULDER[1])
    return find(mirrored, head_towards=Direction.LEFT, hip_px=hip, shoulder_px=shoulder)


# ---- what is found


@pytest.mark.parametrize("tilt_deg", [-12.0, -5.0, -1.0, 0.0, 0.5, 3.0, 8.0, 12.0])
def test_the_tilt_of_a_drawn_table_is_found(tilt_deg: float) -> None:
    """Seen square, the edge's tilt is the horizon's, positive where it rises to the right."""
    edge = found(a_table(tilt_deg))
    assert edge.tilt_deg == pytest.approx(tilt_deg, abs=0.15)
    assert edge.sd_deg < 1.0


@given(tilt_deg=st.floats(-12, 12), left=st.floats(400, 520), right=st.floats(850, 1000))
@settings(max_examples=15)
def test_a_mirrored_picture_gives_the_negated_tilt(tilt_deg: float, left: float, right: float) -> None:
    """To the last digits, with the same uncertainty."""
    rgb = a_table(tilt_deg, left=left, right=right)
    straight, mirrored = found(rgb), find_mirrored(rgb)
    assert mirrored is not None
    assert mirrored.tilt_deg == pytest.approx(-straight.tilt_deg, abs=1e-6)
    assert mirrored.sd_deg == pytest.approx(straight.sd_deg, abs=1e-6)
    assert mirrored.camera_aside_deg == pytest.approx(straight.camera_aside_deg, abs=1e-6)


@pytest.mark.parametrize("turn_deg", [-10.0, -4.0, 3.0, 9.0])
def test_a_turned_picture_changes_the_tilt_by_the_turn(turn_deg: float) -> None:
    """Turning the picture against the clock by some degrees adds them."""
    assert _tilt_turned(a_table(2.0), HIP, SHOULDER, Direction.RIGHT, turn_deg) == pytest.approx(
        2.0 + turn_deg, abs=0.25
    )


@pytest.mark.parametrize("scale", [0.4, 2.0, 3.5])
def test_the_size_of_the_picture_does_not_matter(scale: float) -> None:
    """The same picture smaller or larger has the same tilt."""
    rgb = cv2.resize(a_table(4.0), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edge = found(rgb, hip_px=HIP * scale, shoulder_px=SHOULDER * scale)
    assert edge.tilt_deg == pytest.approx(4.0, abs=0.2)


def _in_front(rgb: Rgb) -> None:
    for x, color in ((560, 120), (760, 30)):
        cv2.rectangle(rgb, (x, 150), (x + 60, 760), (color, color, 200), cv2.FILLED)


def _checked_pad(rgb: Rgb) -> None:
    rows, columns = np.mgrid[370:400, 430:990]
    rgb[370:400, 430:990] = np.where((rows // 8 + columns // 8) % 2, 230, 90)[..., None]


def _slanting_stripes(rgb: Rgb) -> None:
    rows, columns = np.mgrid[370:400, 430:990]
    rgb[370:400, 430:990] = np.where((columns + 3 * rows) // 15 % 2, 230, 90)[..., None]


def _clutter(rgb: Rgb) -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        middle = (float(rng.uniform(0, WIDTH)), float(rng.uniform(470, 700)))
        size = (float(rng.uniform(30, 150)), float(rng.uniform(15, 70)))
        corners = cv2.boxPoints((middle, size, float(rng.uniform(-25, 25))))
        cv2.fillConvexPoly(rgb, corners.astype(np.int32), rng.integers(0, 255, 3).tolist())


def _skirting_board(rgb: Rgb) -> None:
    rgb[520:528] = 90


def _noise(rgb: Rgb) -> None:
    rgb[:] = np.clip(rgb + np.random.default_rng(2).normal(0, 20, rgb.shape), 0, 255)


def _dark(rgb: Rgb) -> None:
    rgb[:] = rgb // 5


@pytest.mark.parametrize(
    "spoil",
    [
        _in_front,  # two helpers stand before the table
        _checked_pad,  # a checked pad on it
        _slanting_stripes,  # a striped pad on it
        _clutter,  # things under and behind it
        _skirting_board,  # a level line on the wall that goes on
        _noise,  # a grainy picture
        _dark,  # a dark one
    ],
)
def test_the_edge_is_found_through_what_real_rooms_hold(spoil: Callable[[Rgb], None]) -> None:
    """Within one degree, whatever stands before or around it."""
    rgb = a_table(-4.0)
    spoil(rgb)
    assert found(rgb).tilt_deg == pytest.approx(-4.0, abs=1.0)


def test_a_short_shadow_under_the_back_is_left_out() -> None:
    """A line half as long as the edges and a few degrees off changes nothing."""
    rgb = a_table(0.0)
    a_bar(rgb, (500, 372), (740, 366), 2)
    assert found(rgb).tilt_deg == pytest.approx(0.0, abs=0.15)


# ---- what is not found


def _tiles(size: int, grout: int = 3) -> Rgb:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.repeat(np.where((rows % size < grout) | (columns % size < grout), 110, 200)[..., None], 3, 2).astype(
        np.uint8
    )


def _tiles_in_perspective(turned_deg: float, *, boards: bool = False) -> Rgb:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = 1.2 * 900 / np.maximum(rows - 150, 1)
    across = (columns - WIDTH / 2) * away / 900
    turn = math.radians(turned_deg)
    first = across * math.cos(turn) + away * math.sin(turn)
    second = away * math.cos(turn) - across * math.sin(turn)
    pattern = np.floor(second / 0.15) if boards else np.floor(first / 0.3) + np.floor(second / 0.3)
    grey = np.where(rows > 150, 80 + 100 * (pattern % 2), 200)
    return np.repeat(grey[..., None], 3, 2).astype(np.uint8)


def _pure_noise(seed: int) -> Rgb:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def _clouds() -> Rgb:
    soft = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 1, (HEIGHT, WIDTH, 3)), (0, 0), 6)
    return np.clip(128 + 500 * soft, 0, 255).astype(np.uint8)


def _shelf() -> Rgb:
    rgb = a_wall()
    a_bar(rgb, (560, 400), (700, 400), 20)
    return rgb


def _two_directions() -> Rgb:
    rgb = a_wall()
    a_bar(rgb, (440, 380), (960, 360), 3)
    a_bar(rgb, (440, 470), (960, 520), 3)
    return rgb


def _many_slats() -> Rgb:
    rgb = a_wall()
    for row in range(380, 540, 20):
        a_bar(rgb, (430, row), (990, row), 10)
    return rgb


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(a_wall, id="an empty wall"),
        pytest.param(lambda: _pure_noise(1), id="noise"),
        pytest.param(lambda: _pure_noise(2), id="other noise"),
        pytest.param(_clouds, id="soft blotches"),
        *[pytest.param(lambda s=s: _tiles(s), id=f"tiles of {s} pixels") for s in (20, 40, 64, 100, 160)],
        *[
            pytest.param(lambda t=t: _tiles_in_perspective(t), id=f"a tiled floor turned by {t}")
            for t in (0, 10, 20, 45)
        ],
        *[
            pytest.param(lambda t=t: _tiles_in_perspective(t, boards=True), id=f"a boarded floor turned by {t}")
            for t in (0, 10, 20, 45)
        ],
        pytest.param(lambda: a_table(0.0, left=-10), id="an edge that goes on past the hanging leg"),
        pytest.param(lambda: a_table(0.0, left=430, right=560), id="an edge too short"),
        pytest.param(_shelf, id="a short shelf"),
        pytest.param(_many_slats, id="more parallel edges than a table has"),
        pytest.param(_two_directions, id="two directions equally likely"),
        pytest.param(lambda: a_table(25.0), id="steeper than anybody holds a camera"),
    ],
)
def test_without_a_convincing_edge_there_is_none(picture: Callable[[], Rgb]) -> None:
    """No number is made up; mirrored neither."""
    rgb = picture()
    assert find(rgb) is None
    assert find_mirrored(rgb) is None


def test_an_edge_less_certain_than_the_limit_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tilt would say no more than the picture's rows do."""
    sd_deg = found(a_table()).sd_deg
    monkeypatch.setattr(table_edge, "MAX_SD_DEG", sd_deg * 0.9)
    assert find(a_table()) is None


@pytest.mark.parametrize(
    ("hip_px", "shoulder_px"),
    [
        ((480, 340), (490, 100)),  # sits upright
        ((720, 340), (480, 340)),  # lies the other way
        ((480, 340), (500, 340)),  # too small
        ((480, 340), (480, 340)),  # no trunk at all
        ((480, 340), (math.nan, 340)),  # no shoulder
        ((5000, 340), (5240, 340)),  # outside the picture
    ],
)
def test_without_a_lying_trunk_there_is_no_edge(hip_px: tuple[float, float], shoulder_px: tuple[float, float]) -> None:
    """Nonsense points give no edge and no error."""
    assert find(a_table(), hip_px=hip_px, shoulder_px=shoulder_px) is None


def test_lines_inside_people_are_no_table() -> None:
    """Two stripes on the clothing of somebody standing in front are left out where the silhouette is known."""
    rgb = a_wall()
    a_bar(rgb, (450, 400), (900, 400), 40)
    silhouette = np.zeros((HEIGHT, WIDTH), np.float32)
    silhouette[380:470, 440:910] = 1.0
    assert find(rgb) is not None
    assert find(rgb, person=silhouette) is None


# ---- perspective


def _project(
    points: NDArray[np.float64], *, aside_deg: float, above_deg: float, roll_deg: float
) -> NDArray[np.float64]:
    """Project points of the world (x to the head, y up, z to the viewer; metres; hip at 0) to pixels.

    A camera 2.75 m from the hip looks at it from ``aside_deg`` (+ towards the head) and ``above_deg``; level lines
    in its plane rise to the right by ``roll_deg``.
    """
    aside, above, roll = (math.radians(a) for a in (aside_deg, above_deg, roll_deg))
    towards = np.array([math.sin(aside) * math.cos(above), math.sin(above), math.cos(aside) * math.cos(above)])
    right = np.array([math.cos(aside), 0.0, -math.sin(aside)])
    up = np.cross(towards, right)
    away = 2.75 - points @ towards
    across, upward = 1100 * (points @ right) / away, 1100 * (points @ up) / away
    return np.stack(
        (
            WIDTH / 2 + across * math.cos(roll) - upward * math.sin(roll),
            HEIGHT / 2 - upward * math.cos(roll) - across * math.sin(roll),
        ),
        axis=-1,
    )


@pytest.mark.parametrize(
    ("aside_deg", "above_deg", "roll_deg"),
    [
        (0.0, 0.0, 3.0),  # square: nothing to follow
        (12.0, 0.0, 0.0),  # from the head's side
        (-12.0, 3.0, -2.0),  # from the feet's side
        (15.0, 8.0, 4.0),  # raised as well
        (-18.0, 10.0, 0.0),
    ],
)
def test_the_level_is_that_of_a_line_through_the_hip(aside_deg: float, above_deg: float, roll_deg: float) -> None:
    """In an oblique view the edges below are drawn up to 4 degrees off; their convergence leads back to the hip."""

    def seen(*points: tuple[float, float, float]) -> NDArray[np.float64]:
        return _project(np.array(points), aside_deg=aside_deg, above_deg=above_deg, roll_deg=roll_deg)

    rgb = a_wall()
    for top, bottom, grey in ((-0.12, -0.21, 70), (-0.24, -0.30, 120)):  # the board and its frame below
        corners = seen((-0.05, top, 0.3), (1.2, top, 0.3), (1.2, bottom, 0.3), (-0.05, bottom, 0.3))
        cv2.fillPoly(rgb, [np.round((corners - 0.5) * 16).astype(np.int32)], (grey,) * 3, cv2.LINE_AA, 4)
    hip, shoulder, beside = seen((0, 0, 0), (0.5, 0, 0), (1e-4, 0, 0))
    truth_deg = math.degrees(math.atan2(hip[1] - beside[1], beside[0] - hip[0]))
    edge = found(rgb, hip_px=hip, shoulder_px=shoulder)
    assert edge.tilt_deg == pytest.approx(truth_deg, abs=0.6)
    assert edge.tilt_deg == pytest.approx(truth_deg, abs=2 * edge.sd_deg)
    assert edge.camera_aside_deg == pytest.approx(aside_deg, abs=6)


# ---- scenes


def _scene(stem: str) -> tuple[Rgb, dict[str, object], dict[str, NDArray[np.float64]]]:
    truth = json.loads((SCENES / f"{stem}.json").read_text())
    points = {name: np.array(point) for name, point in truth["keypoints_px"].items()}
    return np.asarray(Image.open(SCENES / f"{stem}.jpg").convert("RGB")), truth, points


def _tilt_turned(
    rgb: Rgb, hip: NDArray[np.float64], shoulder: NDArray[np.float64], head_towards: Direction, turn_deg: float
) -> float:
    """Turn a picture against the clock about its middle and find its tilt."""
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    turned = cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    hip_px, shoulder_px = (turn @ np.append(point, 1.0) for point in (hip, shoulder))
    return found(turned, hip_px=hip_px, shoulder_px=shoulder_px, head_towards=head_towards).tilt_deg


@needs_scenes
@pytest.mark.parametrize("stem", ["scene_0002", "scene_0005", "scene_0018", "scene_0023", "scene_0028"])
def test_a_rendered_photo_is_levelled(stem: str) -> None:
    """With the true points, the thigh against the edge is within 1.3 degrees of the thigh against gravity."""
    rgb, truth, points = _scene(stem)
    head_towards = Direction(str(truth["head_towards"]))
    edge = found(rgb, hip_px=points["hip"], shoulder_px=points["shoulder"], head_towards=head_towards)
    sign = 1 if head_towards is Direction.LEFT else -1
    levelled = float(str(truth["thigh_angle_px_deg"])) + sign * edge.tilt_deg
    assert levelled == pytest.approx(float(str(truth["thigh_angle_deg"])), abs=1.3)


@needs_scenes
@pytest.mark.parametrize("turn_deg", [-7.0, 7.0])
def test_a_turned_photo_changes_the_tilt_by_the_turn(turn_deg: float) -> None:
    """The same rendered photo turned by 7 degrees either way."""
    rgb, truth, points = _scene("scene_0023")
    head_towards = Direction(str(truth["head_towards"]))
    straight, turned = (
        _tilt_turned(rgb, points["hip"], points["shoulder"], head_towards, angle) for angle in (0.0, turn_deg)
    )
    assert turned - straight == pytest.approx(turn_deg, abs=0.4)


# ---- the record


@pytest.mark.parametrize(
    "wrong",
    [
        {"tilt_deg": 60.0},  # no picture is held so
        {"sd_deg": 0.0},  # nothing is certain
    ],
)
def test_an_edge_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    """The record checks its ranges at birth."""
    good = {"tilt_deg": 1.0, "sd_deg": 0.5, "camera_aside_deg": 0.0}
    with pytest.raises(ValueError, match="expected tilt within"):
        TableEdge(**(good | wrong))
