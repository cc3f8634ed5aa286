import math
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import make_analysis, make_refusal
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.words import pelvic_tilt_interval, pelvic_tilt_words
from thomas_test.overlay import draw_overlay
from thomas_test.overlay.contents import pelvis_words
from thomas_test.overlay.style import DARK, LIGHT, PELVIS, SHANK, THIGH, unit_px

GROUNDS = {"white": 255, "grey": 128, "black": 0}
SIZES = [(640, 480), (480, 640), (1920, 1080), (320, 240)]


def ground(size_px: tuple[int, int], value: int = 128) -> np.ndarray:
    """An even picture."""
    return np.full((size_px[1], size_px[0], 3), value, dtype=np.uint8)


def at(picture: np.ndarray, point: np.ndarray) -> tuple[int, ...]:
    """The pixel in which a point lies."""
    x, y = np.floor(point).astype(int)
    return tuple(int(value) for value in picture[y, x])


def points(analysis: Analysis, *joints: Joint) -> list[np.ndarray]:
    """Joints of the analysis."""
    return [analysis.measured.pose[joint] for joint in joints]


@pytest.mark.parametrize("value", GROUNDS.values(), ids=GROUNDS.keys())
@pytest.mark.parametrize("size_px", SIZES)
def test_the_bones_lie_on_the_joints(size_px: tuple[int, int], value: int) -> None:
    """Half-way from hip to knee the thigh's colour is seen, half-way from knee to ankle the shank's."""
    analysis = make_analysis(size_px=size_px, thigh_deg=-20.0, knee_deg=70.0)
    drawn = draw_overlay(ground(size_px, value), analysis)
    hip, knee, ankle = points(analysis, Joint.HIP, Joint.KNEE, Joint.ANKLE)
    assert at(drawn, hip + 0.4 * (knee - hip)) == THIGH
    assert at(drawn, (knee + ankle) / 2) == SHANK


@pytest.mark.parametrize("value", GROUNDS.values(), ids=GROUNDS.keys())
def test_lines_stand_out_from_any_ground(value: int) -> None:
    """Across the thigh there is its bright colour and on both sides a dark rim, on white as on black."""
    analysis = make_analysis(thigh_deg=-20.0)
    drawn = draw_overlay(ground((640, 480), value), analysis)
    hip, knee = points(analysis, Joint.HIP, Joint.KNEE)
    way = (knee - hip) / np.linalg.norm(knee - hip)
    across = np.array([-way[1], way[0]])
    for side in (-1, 1):
        rim = min(max(at(drawn, hip + 0.4 * (knee - hip) + side * off * across)) for off in (1.5, 2.0, 2.5, 3.0))
        assert rim < 110


@pytest.mark.parametrize("tilt_deg", [-12.0, 0.0, 7.0])
@pytest.mark.parametrize("head_towards", list(Direction))
def test_the_horizontal_is_the_levelled_one(head_towards: Direction, tilt_deg: float) -> None:
    """The line through the hip rises to the right by the tilt, whichever way the person lies."""
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt_deg)
    analysis = make_analysis(thigh_deg=25.0, level=level, head_towards=head_towards)
    drawn = draw_overlay(ground((640, 480)), analysis)
    hip, knee = points(analysis, Joint.HIP, Joint.KNEE)
    way = np.array([math.cos(math.radians(tilt_deg)), -math.sin(math.radians(tilt_deg))])
    on_line = hip - analysis.measured.pose.forward_sign * 0.54 * np.linalg.norm(knee - hip) * way  # in the first dash
    assert at(drawn, on_line) == LIGHT


@pytest.mark.parametrize("size_px", SIZES)
@pytest.mark.parametrize("head_towards", list(Direction))
@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg"),
    [
        (0.0, 90.0),
        (30.0, 20.0),  # the whole leg hangs low, where the panel and the note like to stand
        (-35.0, 110.0),
        (80.0, 5.0),  # straight down
        (3.0, None),
    ],
)
def test_no_words_cover_a_joint(
    thigh_deg: float,
    knee_deg: float | None,
    head_towards: Direction,
    size_px: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With and without words, hip, knee and ankle look the same."""
    analysis = make_analysis(
        thigh_deg=thigh_deg,
        knee_deg=knee_deg,
        head_towards=head_towards,
        size_px=size_px,
        warnings=(WarningCode.DIM, WarningCode.SOFT_FOCUS, WarningCode.READINGS_SCATTER),
    )
    drawn = draw_overlay(ground(size_px), analysis)
    monkeypatch.setattr("thomas_test.overlay.drawing.lay", lambda *_: None)
    bare = draw_overlay(ground(size_px), analysis)
    assert not np.array_equal(drawn, bare)
    reach = math.ceil(6.0 * unit_px(size_px))
    for joint in {Joint.HIP, Joint.KNEE, Joint.ANKLE} & analysis.measured.pose.points_px.keys():
        x, y = analysis.measured.pose[joint].astype(int)
        around = np.s_[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach]
        assert np.array_equal(drawn[around], bare[around]), joint


def test_the_picture_that_came_in_is_left_alone() -> None:
    """Drawing goes onto a copy, also of pixels that may not be written to."""
    picture = ground((640, 480))
    picture.setflags(write=False)
    drawn = draw_overlay(picture, make_analysis())
    assert (picture == 128).all()
    assert drawn.shape == picture.shape
    assert drawn.flags.writeable


def test_a_smaller_copy_gets_the_same_drawing() -> None:
    """Points are those of the analysed picture; a thumbnail of it is drawn on at its own scale."""
    analysis = make_analysis(size_px=(1280, 960), thigh_deg=-20.0)
    drawn = draw_overlay(ground((640, 480)), analysis)
    hip, knee = points(analysis, Joint.HIP, Joint.KNEE)
    assert at(drawn, (hip + 0.4 * (knee - hip)) / 2) == THIGH


def test_the_other_leg_is_faint() -> None:
    """The picture can be seen through the leg that was not measured."""
    analysis = make_analysis()
    drawn = draw_overlay(ground((640, 480), 0), analysis)
    hip, knee = points(analysis, Joint.OTHER_HIP, Joint.OTHER_KNEE)
    there = at(drawn, (hip + knee) / 2)
    assert 40 < min(there) <= max(there) < 160


def test_without_numbers_nothing_tells_how_it_came_out() -> None:
    """Two pictures with the same points and different angles, flags and tilts look the same to a second rater."""
    one = make_analysis(thigh_deg=5.0)
    two = Analysis(
        name=one.name,
        size_px=one.size_px,
        preset=one.preset,
        outcome=make_analysis(thigh_deg=-30.0, knee_deg=20.0, warnings=(WarningCode.DIM,)).outcome,
    )
    same_points = one.measured.pose
    object.__setattr__(two.measured, "pose", same_points)
    blind = [draw_overlay(ground((640, 480)), analysis, numbers=False) for analysis in (one, two)]
    assert np.array_equal(*blind)
    assert not np.array_equal(*(draw_overlay(ground((640, 480)), analysis) for analysis in (one, two)))


def test_a_refused_picture_shows_a_band_and_nothing_else() -> None:
    """A refusal darkens a band along the top; the rest of the picture is as it was."""
    drawn = draw_overlay(ground((640, 480), 200), make_refusal(code=RefusalCode.NO_PERSON))
    assert (drawn[150:] == 200).all()
    assert drawn[:20].mean() < 120
    assert {THIGH, SHANK}.isdisjoint(map(tuple, drawn.reshape(-1, 3).tolist()))


@pytest.mark.parametrize("size_px", [(1, 1), (64, 48), (3000, 200), (200, 3000)])
def test_odd_sizes_are_drawn_on(size_px: tuple[int, int]) -> None:
    """Tiny and very long pictures give a picture, whatever finds room on it."""
    for analysis in (make_analysis(size_px=size_px), make_refusal(size_px=size_px)):
        assert draw_overlay(ground(size_px), analysis).shape == (size_px[1], size_px[0], 3)


def test_points_far_outside_the_picture_do_no_harm() -> None:
    """A joint that a person placed wrongly is drawn where it is: outside."""
    analysis = make_analysis()
    pose = analysis.measured.pose.with_points(
        {Joint.ANKLE: (1e7, -1e7), Joint.OTHER_ANKLE: (-1e9, 4e8), Joint.OTHER_KNEE: (-5e8, 4e8)},
        source=analysis.measured.pose.source,
    )
    object.__setattr__(analysis.measured, "pose", pose)
    drawn = draw_overlay(ground((640, 480)), analysis)
    hip, knee = points(analysis, Joint.HIP, Joint.KNEE)
    assert at(drawn, hip + 0.4 * (knee - hip)) == THIGH


def test_the_rim_is_dark() -> None:
    """The colours that the tests above rely on are what they are called."""
    assert max(DARK) < 40 < 200 < min(LIGHT)


def test_bare_angles_leave_panel_and_note_away() -> None:
    """Without its panel a picture has its lines and two labels, and its lower edge and corners stay as they are."""
    analysis = make_analysis(thigh_deg=-20.0, knee_deg=70.0)
    plain = ground((640, 480))
    whole, bare = draw_overlay(plain, analysis), draw_overlay(plain, analysis, panel=False)
    assert (whole[-6:] != plain[-6:]).any()
    assert (bare[-6:] == plain[-6:]).all()
    assert (bare != plain).any(axis=2).sum() < (whole != plain).any(axis=2).sum()
    blind = draw_overlay(plain, analysis, numbers=False)
    assert (bare != blind).any()


def _with_pelvis(analysis: Analysis) -> Analysis:
    """The analysis with an iliac crest that a person marked, a third of a thigh from the hip."""
    outcome = analysis.measured
    hip, knee = points(analysis, Joint.HIP, Joint.KNEE)
    crest = hip - 0.33 * (knee - hip) - np.array([0.0, 12.0])
    pose = outcome.pose.with_points({**outcome.pose.points_px, Joint.CREST: crest}, source=PointsSource.HAND)
    return replace(analysis, outcome=replace(outcome, pose=pose))


@pytest.mark.parametrize("value", GROUNDS.values(), ids=GROUNDS.keys())
def test_the_pelvic_line_is_drawn_where_somebody_marked_it(value: int) -> None:
    """In its own colour and in dashes, so that it is told from the thigh without colour; and nowhere without a mark."""
    plain = make_analysis(thigh_deg=-20.0)
    analysis = _with_pelvis(plain)
    drawn = draw_overlay(ground((640, 480), value), analysis, numbers=False)
    hip, crest = points(analysis, Joint.HIP, Joint.CREST)
    along = [at(drawn, crest + share * (hip - crest)) for share in np.linspace(0.2, 0.75, 200)]
    assert 0.2 < sum(pixel == PELVIS for pixel in along) / 200 < 0.8
    assert not (draw_overlay(ground((640, 480), value), plain, numbers=False) == PELVIS).all(axis=-1).any()


def test_the_pelvic_line_is_labelled_with_its_interval() -> None:
    """Its name, how far and which way it is tipped, and its interval; without numbers no word of it."""
    line = _with_pelvis(make_analysis(thigh_deg=-20.0)).measured.pelvis
    assert line is not None
    title, below = pelvis_words(line)
    assert title.text == f"Pelvis {pelvic_tilt_words(line)}"
    assert below.text == pelvic_tilt_interval(line)
    assert "tipped" in below.text
