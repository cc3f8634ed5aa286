"""Reading a picture in many ways brings every landmark home to the upright picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from support.analyses import FULL
from thomas_test.core.analysis import ModelInfo
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.settings import Effort
from thomas_test.estimators import Detection
from thomas_test.reading.sightings import LOOKS, Look, bring_home, take_readings, turned

PLACES = {Landmark.NOSE: (5, 9), Landmark.LEFT_KNEE: (31, 12), Landmark.RIGHT_KNEE: (22, 20)}
"""Where the pixels of the three landmarks lie in the upright picture, column and row."""

COLOURS = {Landmark.NOSE: (250, 0, 0), Landmark.LEFT_KNEE: (0, 250, 0), Landmark.RIGHT_KNEE: (0, 0, 250)}
BODY = (slice(8, 22), slice(4, 33))
"""The person's silhouette in the upright picture, rows and columns."""


def make_picture() -> RgbImage:
    """Paint a grey body with one coloured pixel for each landmark."""
    picture = np.zeros((30, 40, 3), dtype=np.uint8)
    picture[BODY] = 90
    for name, (column, row) in PLACES.items():
        picture[row, column] = COLOURS[name]
    return picture


class ColourEstimator:
    """Finds landmarks by their colour in whatever turn the picture comes; knows nothing of our geometry."""

    def __init__(self, *, mirror_fools: bool = False) -> None:
        self._mirror_fools = mirror_fools

    @property
    def model(self) -> ModelInfo:
        """Which network this plays."""
        return FULL

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """Find the centre of each coloured pixel; sides swap where the picture is a mirror image."""
        height, width = rgb.shape[:2]
        found = {}
        for name, colour in COLOURS.items():
            row, column = np.argwhere((rgb == np.array(colour)).all(axis=-1))[0]
            found[name] = np.array([column + 0.5, row + 0.5])
        if self._mirror_fools and self._mirrored(found):
            found = {name.mirrored: point for name, point in found.items()}
        visibility = {name: 0.1 * i for i, name in enumerate(found)}
        pose = Pose(points_px=found, visibility=visibility, size_px=(width, height))
        return [Detection(pose=pose, mask=(rgb.max(axis=-1) > 0).astype(np.float32))]

    @staticmethod
    def _mirrored(found: dict[Landmark, np.ndarray]) -> bool:
        """In the upright picture nose, left and right knee go round clockwise as seen; in a mirror they do not."""
        a, b = found[Landmark.LEFT_KNEE] - found[Landmark.NOSE], found[Landmark.RIGHT_KNEE] - found[Landmark.NOSE]
        return bool(a[0] * b[1] - a[1] * b[0] < 0)

    def close(self) -> None:
        """Free nothing."""


@pytest.mark.parametrize(
    ("effort", "looks", "mirrored"),
    [
        (Effort.FAST, 4, 0),
        (Effort.STANDARD, 4, 0),  # every quarter
        (Effort.THOROUGH, 8, 4),  # every quarter, and every quarter of the mirror image
    ],
)
def test_an_effort_is_a_set_of_looks(effort: Effort, looks: int, mirrored: int) -> None:
    """No look is taken twice; the picture as it is comes first."""
    chosen = LOOKS[effort]
    assert (len(chosen), len(set(chosen)), sum(look.mirrored for look in chosen)) == (looks, looks, mirrored)
    assert chosen[0] == Look(quarters=0, mirrored=False)


def test_every_look_gives_the_same_person() -> None:
    """Whatever way the picture was turned and mirrored: points, sides and silhouette lie where they lie upright."""
    sightings = take_readings(make_picture(), [ColourEstimator(mirror_fools=True)], looks=LOOKS[Effort.THOROUGH])
    assert [s.look for s in sightings] == list(LOOKS[Effort.THOROUGH])
    body = np.zeros((30, 40), dtype=np.float32)
    body[BODY] = 1.0
    for sighting in sightings:
        assert sighting.pose.size_px == (40, 30)
        for name, (column, row) in PLACES.items():
            np.testing.assert_allclose(sighting.pose[name], [column + 0.5, row + 0.5])
        np.testing.assert_array_equal(sighting.detection.mask, body)


def test_what_belongs_to_a_side_changes_sides_with_it() -> None:
    """In a mirrored look points and their visibility go to the other side."""
    pose = Pose(
        points_px={Landmark.LEFT_KNEE: np.array([10.0, 5.0])},
        visibility={Landmark.LEFT_KNEE: 0.7},
        size_px=(40, 30),
    )
    home = bring_home(Detection(pose=pose, mask=None), Look(quarters=0, mirrored=True)).pose
    np.testing.assert_allclose(home[Landmark.RIGHT_KNEE], [30.0, 5.0])
    assert dict(home.visibility) == {Landmark.RIGHT_KNEE: 0.7}


def test_every_network_takes_every_look_and_tells_how_far_it_is() -> None:
    """Two networks, four looks: eight reports, from 1 of 8 to 8 of 8; every sighting names its network."""
    heard: list[tuple[int, int]] = []
    one = ColourEstimator()
    sightings = take_readings(
        make_picture(), [one, one], looks=LOOKS[Effort.STANDARD], progress=lambda *so_far: heard.append(so_far)
    )
    assert heard == [(done, 8) for done in range(1, 9)]
    assert len(sightings) == 8
    assert {s.model for s in sightings} == {FULL}


def test_nobody_in_the_picture_gives_no_sighting() -> None:
    """An empty room is an empty tuple, not an error."""

    class Blind(ColourEstimator):
        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            """See nobody."""
            del rgb
            return []

    assert take_readings(make_picture(), [Blind()], looks=LOOKS[Effort.STANDARD]) == ()


def test_estimators_get_pictures_they_can_keep() -> None:
    """Turned copies are contiguous arrays of the picture's bytes: networks take nothing else."""
    seen: list[bool] = []

    class Picky(ColourEstimator):
        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            """Look at how the pixels lie in memory."""
            seen.append(bool(rgb.flags.c_contiguous and rgb.dtype == np.uint8))
            return []

    take_readings(make_picture(), [Picky()], looks=LOOKS[Effort.THOROUGH])
    assert seen == [True] * 8


@pytest.mark.parametrize("quarters", range(-4, 5))
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_a_picture_is_turned_as_numpy_turns_it(quarters: int, dtype: type) -> None:
    """Counterclockwise, pixel for pixel, pictures and silhouettes alike."""
    picture = np.arange(5 * 7 * 3).reshape(5, 7, 3).astype(dtype)
    assert np.array_equal(turned(picture, quarters), np.rot90(picture, quarters))
    assert np.array_equal(turned(picture[..., 0].copy(), quarters), np.rot90(picture[..., 0], quarters))
