"""Small pictures with points placed by hand, all the same: what the benchmarks of large folders and of faults read.

A module of its own, for what reads a picture has to be found by its name in every process that reads.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from thomas_test.batch.picture import measure_placed
from thomas_test.core.analysis import Analysis
from thomas_test.core.settings import Settings
from thomas_test.images import Photo
from thomas_test.output.points_file import PlacedPoints

POINTS = '{"tested_leg": "left", "head_towards": "left", "points_px": {"hip": [60, 60], "knee": [110, 66]}}'
PICTURE_S = 0.1


class EveryPicture(Mapping[str, PlacedPoints]):
    """The same points for every picture, whatever it is called: no entry for each is kept."""

    def __init__(self, placed: PlacedPoints) -> None:
        self._placed = placed

    def __getitem__(self, name: str) -> PlacedPoints:
        """The points."""
        return self._placed

    def __iter__(self) -> Iterator[str]:
        """Nothing to list."""
        return iter(())

    def __len__(self) -> int:
        """One set of points."""
        return 1


def measure_logged(photo: Photo, placed: PlacedPoints, *, log: Path) -> Analysis:
    """Measure a picture as slowly as one by the networks, and note down that it was read."""
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"{photo.name}\n")
    time.sleep(PICTURE_S)
    analysis = measure_placed(photo, placed, settings=Settings())
    return replace(analysis, seconds=0.0)
