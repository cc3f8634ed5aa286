"""The real networks on the sample pictures that travel with the repository."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from thomas_test import Analysis, Reader, read_photo

SAMPLES = Path(__file__).parents[2] / "sample_images"

MACHINE_DEG = 0.3
"""How far two machines may read the same picture apart: other processors round the networks' sums otherwise."""


def _table(name: str) -> dict[str, Mapping[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


EXPECTED, TRUTH = _table("expected.csv"), _table("truth.csv")


@pytest.fixture(scope="module")
def analyses() -> Iterator[dict[str, Analysis]]:
    """Every sample picture, measured once."""
    with Reader() as reader:
        yield {name: reader.read(read_photo(SAMPLES / name)) for name in TRUTH}


def test_every_sample_has_its_truth_and_its_expected_row() -> None:
    """The folder's pictures, their truth and their expected rows are the same eight."""
    pictures = {path.name for path in SAMPLES.glob("*.jpg")}
    assert len(pictures) == 8
    assert pictures == EXPECTED.keys() == TRUTH.keys()


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_sample_reads_as_expected(analyses: dict[str, Analysis], name: str) -> None:
    """Each sample gives the leg, the flags and, to a fraction of a degree, the angles that the table promises."""
    outcome, row = analyses[name].measured, EXPECTED[name]
    knee = outcome.measurement.knee
    assert knee is not None
    assert outcome.pose.tested_leg == row["tested_leg"] == TRUTH[name]["side"]
    assert outcome.pose.head_towards == row["head_towards"]
    assert outcome.measurement.thigh.value_deg == pytest.approx(float(row["thigh_angle_deg"]), abs=MACHINE_DEG)
    assert knee.value_deg == pytest.approx(float(row["knee_flexion_deg"]), abs=MACHINE_DEG)
    assert outcome.level.source == row["horizon_source"]
    assert outcome.findings.pattern == row["pattern"]


def test_the_samples_intervals_hold_the_truth_as_often_as_they_claim(analyses: dict[str, Analysis]) -> None:
    """Of sixteen 95 % intervals at least fifteen hold the truth, which is known exactly.

    All of sixteen hold in 44 of 100 such sets where intervals are as wide as they claim: asked for by a test, that
    would make them too wide. Which of the eight pictures are read how is pinned by the table of expected rows.
    """
    missed = []
    for name, truth in TRUTH.items():
        measurement = analyses[name].measured.measurement
        assert measurement.knee is not None
        if not measurement.thigh.low_deg <= float(truth["thigh_angle_deg"]) <= measurement.thigh.high_deg:
            missed.append((name, "thigh"))
        if not measurement.knee.low_deg <= float(truth["knee_flexion_deg"]) <= measurement.knee.high_deg:
            missed.append((name, "knee"))
    assert len(missed) <= 1, missed
