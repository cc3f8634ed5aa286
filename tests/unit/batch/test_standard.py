import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from support.analyses import marked
from thomas_test.batch.picture import measure_placed, standard_reading
from thomas_test.core.angles import HorizonSource
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.settings import Effort, Faces, Settings
from thomas_test.estimators.models import ModelFile
from thomas_test.images import Gravity, Photo
from thomas_test.output.points_file import PlacedPoints, read_points
from thomas_test.reader import Reader

PHOTO = Photo(
    name="a.jpg",
    rgb=np.full((120, 160, 3), 128, dtype=np.uint8),
    gravity=Gravity(tilt_deg=4.0, camera_pitch_deg=0.0, front_camera=False),
)
MODEL = ModelFile(name="full", path=Path("full.task"), sha256="ab" * 32, source="given")


def placed(folder: Path, **more: object) -> PlacedPoints:
    """Place a thigh along the rows of the picture."""
    points = {"tested_leg": "left", "head_towards": "left", "points_px": {"hip": [60, 60], "knee": [110, 60]}}
    (folder / "points.json").write_text(json.dumps({**points, **more}))
    return read_points(folder / "points.json")[0]


@pytest.mark.parametrize(
    ("in_file", "chosen", "source", "thigh_deg"),
    [
        (None, None, HorizonSource.GRAVITY, 4.0),  # the photo itself knows
        (2.0, None, HorizonSource.MARKED, 2.0),  # a mark in the file counts for more
        (2.0, -3.0, HorizonSource.MARKED, -3.0),  # and the user's for most
        (2.0, 0.0, HorizonSource.MARKED, 0.0),  # level is a choice, too
    ],
)
def test_the_user_s_level_goes_before_the_file_s(
    tmp_path: Path, in_file: float | None, chosen: float | None, source: HorizonSource, thigh_deg: float
) -> None:
    """With the head to the left a thigh along the rows measures what the level is tilted."""
    settings = Settings(level=None if chosen is None else marked(chosen))
    analysis = measure_placed(PHOTO, placed(tmp_path, level_tilt_deg=in_file), settings=settings)
    assert analysis.measured.level.source is source
    assert analysis.measured.measurement.thigh.value_deg == pytest.approx(thigh_deg)


def test_points_of_another_picture_are_refused(tmp_path: Path) -> None:
    """A size that is not the photo's, or a point far outside of it."""
    with pytest.raises(UsageError, match="placed on one of 320 x 240"):
        measure_placed(PHOTO, placed(tmp_path, size_px=[320, 240]), settings=Settings())
    far = placed(tmp_path, points_px={"hip": [60, 60], "knee": [900, 60]})
    with pytest.raises(UsageError, match="got knee at"):
        measure_placed(PHOTO, far, settings=Settings())


@pytest.mark.parametrize("size_px", [None, [640, 480], [639, 479], [160, 120]])
def test_points_of_a_photo_that_is_read_smaller(tmp_path: Path, size_px: list[int] | None) -> None:
    """They were placed on the file, or on the picture as it is measured: its size tells; without one, on the file."""
    file = (640, 480) if size_px is None else tuple(size_px)
    shrunk = 1 if size_px == [160, 120] else 4
    photo = Photo(name="a.jpg", rgb=np.zeros((120, 160, 3), np.uint8), shrunk=shrunk)
    points = {"hip": [0.4 * file[0], 0.5 * file[1]], "knee": [0.7 * file[0], 0.5 * file[1]]}
    analysis = measure_placed(photo, placed(tmp_path, points_px=points, size_px=size_px), settings=Settings())
    assert analysis.measured.pose[Joint.HIP] == pytest.approx([64.0, 60.0], abs=0.2)
    assert analysis.measured.pose[Joint.KNEE] == pytest.approx([112.0, 60.0], abs=0.2)


def test_without_models_nothing_is_opened() -> None:
    """Where every picture has its points no network is needed, and none is waited for."""
    with standard_reading(Reader()).opener() as reader:
        assert reader is None


def test_a_reading_crosses_process_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are new processes: what they are told arrives whole, with the networks that their parent found."""
    monkeypatch.setattr("thomas_test.estimators.registry.find_models", lambda *_, **__: (MODEL,))
    reader = Reader(Settings(leg=Side.LEFT), effort="fast").find()
    arrived = pickle.loads(pickle.dumps(standard_reading(reader, faces=Faces.KEEP)))  # noqa: S301 - our own bytes
    assert arrived.faces is Faces.KEEP
    (brought,) = arrived.opener.args
    assert brought.models == (MODEL,)
    assert brought.settings == Settings(leg=Side.LEFT, effort=Effort.FAST)
