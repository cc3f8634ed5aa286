"""The real networks on sample pictures spoilt on purpose: each is told for what it is, and none passes as good."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.spoilt import Spoilt, one_above_the_other, side_by_side, spoilt_ways
from thomas_test import Analysis, Reader, read_photo
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import RefusalCode
from thomas_test.images import Photo

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_images"
JOINTS = json.loads((ROOT / "tests" / "data" / "sample_joints.json").read_text(encoding="utf-8"))
with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as stream:
    TRUE_THIGH_DEG = {row["file"]: float(row["thigh_angle_deg"]) for row in csv.DictReader(stream)}
GROSS_DEG = 10.0
"""No number that is off by more may pass without a word."""

KINDS = [way.kind for way in spoilt_ways(read_photo(SAMPLES / "sample_1.jpg").rgb, JOINTS["sample_1.jpg"])]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Open both networks once."""
    with Reader(keeps_pictures=False) as opened:
        yield opened


def read(spoilt: Spoilt, reader: Reader) -> Analysis:
    """Measure a spoilt picture, or not."""
    return reader.read(Photo.from_array(spoilt.rgb, name=spoilt.kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["sample_1.jpg", "sample_2.jpg"])
def test_a_spoilt_picture_is_told_for_what_it_is(name: str, kind: str, reader: Reader) -> None:
    """By the refusal or the warning that says what to do; a board is not told only where the thigh is read past it."""
    spoilt = next(way for way in spoilt_ways(read_photo(SAMPLES / name).rgb, JOINTS[name]) if way.kind == kind)
    analysis = read(spoilt, reader)
    told = {analysis.refusal.code} if analysis.refusal else set(analysis.measured.warnings)
    if "board" in kind and analysis.outcome is not None and not told & spoilt.fitting:
        assert abs(analysis.measured.measurement.thigh.value_deg - TRUE_THIGH_DEG[name]) < GROSS_DEG
    else:
        assert told & spoilt.fitting, told


@pytest.mark.parametrize("names", [("sample_1.jpg", "sample_2.jpg"), ("sample_2.jpg", "sample_1.jpg")])
@pytest.mark.parametrize("together", [side_by_side, one_above_the_other])
def test_two_patients_are_not_measured(
    together: Callable[[RgbImage, RgbImage], Spoilt], names: tuple[str, str], reader: Reader
) -> None:
    """Either could be meant."""
    one, other = (read_photo(SAMPLES / name).rgb for name in names)
    analysis = read(together(one, other), reader)
    assert analysis.refusal is not None
    assert analysis.refusal.code is RefusalCode.TWO_PATIENTS
