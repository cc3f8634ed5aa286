"""Two results beside each other: same crop, same level, the lines of both."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.analyses import make_analysis, make_refusal, marked
from thomas_test.core.analysis import Analysis
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.overlay.beside import BESIDE_SIZE_PX, Frame, draw_beside, is_mirrored
from thomas_test.overlay.style import DARK, SHANK, THIGH

WIDTH, HEIGHT = BESIDE_SIZE_PX


def frame_of(analysis: Analysis, head: Direction = Direction.LEFT) -> Frame:
    """The crop of an analysis."""
    return Frame.of(analysis.measured, head)


def ground(analysis: Analysis, value: int = 128) -> np.ndarray:
    """An even picture of an analysis' size."""
    width, height = analysis.size_px
    return np.full((height, width, 3), value, dtype=np.uint8)


def coloured(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """How near each pixel is to a colour: those of a line, whole or shining through."""
    return np.abs(picture.astype(int) - colour).sum(axis=2) < 120


@given(
    tilt_deg=st.floats(-20.0, 20.0),
    head=st.sampled_from(list(Direction)),
    shown=st.sampled_from(list(Direction)),
    wide=st.integers(320, 4000),
)
def test_all_lie_alike(tilt_deg: float, head: Direction, shown: Direction, wide: int) -> None:
    """Whatever the size, the tilt and the way a person lies: hip on hip, thighs as long, level as rows."""
    size_px = (wide, 3 * wide // 4)
    analysis = make_analysis(size_px=size_px, head_towards=head, level=marked(tilt_deg), thigh_deg=12.0)
    figure = frame_of(analysis, shown).figure(analysis.measured)
    first = make_analysis(head_towards=shown)
    reference = Frame.of(first.measured, shown).figure(first.measured)
    assert figure.hip == pytest.approx(reference.hip)
    assert figure.thigh_px == pytest.approx(reference.thigh_px)
    start, end = figure.horizontal
    assert start[1] == pytest.approx(end[1])
    assert np.sign(end[0] - start[0]) == (1 if shown is Direction.LEFT else -1)


@pytest.mark.parametrize("thigh_deg", [-15.0, 0.0, 12.0])
@pytest.mark.parametrize("knee_deg", [40.0, 52.5, 90.0])
@pytest.mark.parametrize("shown", list(Direction))
def test_the_ankle_of_a_usual_knee_lies_in_the_crop(thigh_deg: float, knee_deg: float, shown: Direction) -> None:
    """Most knees hang bent by 50 to 60 degrees: what was measured there must not be cut away."""
    analysis = make_analysis(thigh_deg=thigh_deg, knee_deg=knee_deg)
    x, y = frame_of(analysis, shown).figure(analysis.measured).ankle
    assert 0.0 < x < WIDTH
    assert 0.0 < y < HEIGHT


def test_the_thigh_lies_as_it_was_measured() -> None:
    """In the crop the thigh hangs below the row through the hip by the measured angle, though the photo was tilted."""
    # the points of `make_analysis` lie so against the rows: 7 degrees of tilt more or less against the level
    analysis = make_analysis(thigh_deg=20.0, level=marked(7.0))
    figure = frame_of(analysis).figure(analysis.measured)
    x, y = figure.knee - figure.hip
    assert np.degrees(np.arctan2(y, x)) == pytest.approx(20.0 + 7.0)


def test_the_crop_shows_the_body_where_its_lines_lie() -> None:
    """A mark that was put on the knee in a large, tilted, mirrored photo is found under the knee in the crop."""
    analysis = make_analysis(size_px=(3000, 2000), head_towards=Direction.RIGHT, level=marked(-9.0), thigh_deg=-15.0)
    rgb = ground(analysis)
    x, y = np.round(analysis.measured.pose[Joint.KNEE]).astype(int)
    rgb[y - 30 : y + 30, x - 30 : x + 30] = (255, 0, 255)
    frame = frame_of(analysis)
    cut = frame.cut(rgb, analysis.size_px)
    rows, columns = np.nonzero(coloured(cut, (255, 0, 255)))
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(frame.figure(analysis.measured).knee, abs=1.0)
    half = rgb[::2, ::2]
    rows, columns = np.nonzero(coloured(frame.cut(half, analysis.size_px), (255, 0, 255)))
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(frame.figure(analysis.measured).knee, abs=1.5)


def test_each_has_the_lines_of_both() -> None:
    """Half-way down its own thigh and half-way down the other's there is the thigh's colour; likewise the shanks."""
    one, other = make_analysis(thigh_deg=-20.0, knee_deg=80.0), make_analysis(thigh_deg=20.0, knee_deg=50.0)
    drawn = draw_beside((ground(one), ground(other)), (one, other))
    assert [picture.shape for picture in drawn] == [(HEIGHT, WIDTH, 3)] * 2
    for picture in drawn:
        for analysis in (one, other):
            figure = frame_of(analysis).figure(analysis.measured)
            along = np.linspace(figure.hip, figure.knee, 60)[15:45].astype(int)
            assert coloured(picture, THIGH)[along[:, 1], along[:, 0]].mean() > 0.4
            along = np.linspace(figure.knee, figure.ankle, 60)[15:45].astype(int)
            assert coloured(picture, SHANK)[along[:, 1], along[:, 0]].mean() > 0.4


def test_the_own_lines_are_whole_and_the_other_ones_dashed() -> None:
    """What is told by no colour: along the other's thigh there are gaps, along the own there are none."""
    one, other = make_analysis(thigh_deg=-20.0), make_analysis(thigh_deg=25.0)
    first, _ = draw_beside((ground(one), ground(other)), (one, other))
    share = []
    for analysis in (one, other):
        figure = frame_of(analysis).figure(analysis.measured)
        along = np.linspace(figure.hip, figure.knee, 200)[40:120].astype(int)
        share.append(coloured(first, THIGH)[along[:, 1], along[:, 0]].mean())
    assert share[0] == 1.0
    assert 0.3 < share[1] < 0.8


def test_one_photo_stands_still_whoever_read_it() -> None:
    """A corrected hip moves in the crop, and the picture under it does not."""
    before = make_analysis(thigh_deg=5.0)
    pose = before.measured.pose
    moved = replace(pose, points_px={**pose.points_px, Joint.HIP: pose[Joint.HIP] + 12.0})
    after = replace(before, outcome=replace(before.measured, pose=moved))
    rng = np.random.default_rng(5)
    rgb = rng.integers(0, 256, (480, 640, 3), dtype=np.uint8)
    first, second = draw_beside((rgb, rgb), (before, after), same_photo=True)
    corner = np.s_[:100, :100]
    assert np.array_equal(first[corner], second[corner])
    apart_first, apart_second = draw_beside((rgb, rgb), (before, after))
    assert not np.array_equal(apart_first[corner], apart_second[corner])


def test_mirrored_is_what_lies_the_other_way() -> None:
    """The second is mirrored where the heads lie on different sides, and never within one photo."""
    one, other = (make_analysis(head_towards=head) for head in Direction)
    assert is_mirrored((one, other))
    assert not is_mirrored((one, one))
    assert not is_mirrored((one, other), same_photo=True)
    rgb = ground(other)
    rgb[:, :200] = (0, 255, 0)  # beyond the head of `one`, beyond the feet of `other`
    _, second = draw_beside((ground(one), np.asarray(rgb)), (one, other))
    figure = frame_of(other).figure(other.measured)
    assert figure.hip[0] < WIDTH  # the crop holds what lies beyond the feet
    columns = np.nonzero(coloured(second, (0, 255, 0)))[1]
    assert columns.min() > figure.hip[0]


def test_outside_of_the_photo_it_is_dark() -> None:
    """A photo cut close to the body has nothing to show beyond."""
    whole = make_analysis(size_px=(640, 480))
    pose = whole.measured.pose
    cut = replace(pose, points_px={joint: point - [200.0, 150.0] for joint, point in pose.points_px.items()})
    analysis = replace(whole, size_px=(440, 330), outcome=replace(whole.measured, pose=cut))
    drawn, _ = draw_beside((ground(analysis, 255), ground(analysis, 255)), (analysis, analysis))
    assert tuple(drawn[2, 2]) == DARK


def test_the_pictures_handed_over_stay_as_they_are() -> None:
    """Drawing happens on copies."""
    analysis = make_analysis()
    rgb = ground(analysis)
    draw_beside((rgb, rgb), (analysis, analysis))
    assert (rgb == 128).all()


def test_a_refused_picture_lies_beside_nothing() -> None:
    """It has no lines: its reason is said."""
    with pytest.raises(ValueError, match="was refused"):
        draw_beside((np.zeros((48, 64, 3), np.uint8),) * 2, (make_analysis(), make_refusal()))
