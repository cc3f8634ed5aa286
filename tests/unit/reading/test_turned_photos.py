"""A phone held askew that says so measures what one held upright does: the half that needs no network.

The other half, with the networks run again on turned pixels, is ``benchmarks/turning.py``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.apple_makernote import encode_iphone_photo, turn_points
from support.bodies import SIZE_PX, ScriptedEstimator, make_body, make_frame
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import HorizonSource
from thomas_test.core.landmarks import Direction
from thomas_test.images import read_photo
from thomas_test.reading.analyse import analyse

ALLOWED_DEG = 0.05
"""What the documents promise; the file's own rounding, a ten-millionth of a g, costs a thousandth of it."""


def measured(
    tilt_deg: float,
    *,
    orientation: int = 6,
    front_camera: bool = False,
    picture_format: str = "JPEG",
    head_towards: Direction = Direction.LEFT,
) -> Analysis:
    """Measure a person photographed by a phone held askew, whose landmarks are found where they were before."""
    data = encode_iphone_photo(
        make_frame(),
        horizon_tilt_deg=tilt_deg,
        orientation=orientation,
        front_camera=front_camera,
        picture_format=picture_format,
    )
    body = make_body(head_towards=head_towards)
    seen = replace(body, points_px=turn_points(body.points_px, tilt_deg, size_px=SIZE_PX))
    return analyse(read_photo(data, name="askew.jpg"), [ScriptedEstimator(lambda _call, _quarters: [seen])])


@cache
def upright_deg(head_towards: Direction) -> tuple[float, float]:
    """Thigh and knee of the same person, photographed upright."""
    return _angles(measured(0.0, head_towards=head_towards))


def _angles(analysis: Analysis) -> tuple[float, float]:
    assert analysis.measured.level.source is HorizonSource.GRAVITY
    found = analysis.measured.measurement
    assert found.knee is not None
    return found.thigh.value_deg, found.knee.value_deg


@pytest.mark.parametrize("picture_format", ["JPEG", "HEIF"])
@pytest.mark.parametrize("front_camera", [False, True])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_phone_is_held_the_angles_are_the_same(
    orientation: int, front_camera: bool, picture_format: str
) -> None:
    """All eight orientations, both cameras, both kinds of file, turned either way by as much as 15 degrees."""
    for tilt_deg in (-15.0, 4.0, 15.0) if picture_format == "JPEG" else (-11.0,):  # a HEIC takes long to write
        analysis = measured(tilt_deg, orientation=orientation, front_camera=front_camera, picture_format=picture_format)
        assert _angles(analysis) == pytest.approx(upright_deg(Direction.LEFT), abs=ALLOWED_DEG)
        assert analysis.measured.level.tilt_deg == pytest.approx(tilt_deg, abs=1e-4)


@settings(max_examples=40)
@given(
    tilt_deg=st.floats(-15.0, 15.0),
    orientation=st.integers(1, 8),
    front_camera=st.booleans(),
    head_towards=st.sampled_from(Direction),
)
def test_any_turn_is_taken_out_again(
    tilt_deg: float, orientation: int, front_camera: bool, head_towards: Direction
) -> None:
    """Whichever way the head lies, for any angle within 15 degrees."""
    analysis = measured(tilt_deg, orientation=orientation, front_camera=front_camera, head_towards=head_towards)
    assert _angles(analysis) == pytest.approx(upright_deg(head_towards), abs=ALLOWED_DEG)


def test_a_turn_that_the_file_does_not_tell_shows() -> None:
    """The test can fail: against the rows the thigh is off by the whole turn."""
    analysis = measured(10.0)
    against_rows = analysis.measured.measurement.thigh.value_deg - analysis.measured.level.tilt_deg
    assert abs(against_rows - upright_deg(Direction.LEFT)[0]) > 9.0
