"""The frames of a hold, and what the pipeline makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from thomas_test.analysis import Analysis
from thomas_test.estimators import RgbImage
from thomas_test.images import Photo
from thomas_test.live.hold import Hold

FRAMES_READ = 3
"""How many frames of a hold the pipeline reads: enough that one poor frame does not decide."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HeldFrames:
    """A hold with frames from it, evenly spread.

    Attributes
    ----------
    hold
        Median and spread of the live readings.
    frames
        At least one frame of the hold, oldest first.
    """

    hold: Hold
    frames: tuple[RgbImage, ...]

    def __post_init__(self) -> None:
        """Refuse a hold without a picture of it."""
        if not self.frames:
            raise ValueError("expected at least one frame of the hold, got none")


@dataclass(frozen=True, kw_only=True, eq=False)
class Captured:
    """A hold, measured.

    Attributes
    ----------
    hold
        Median and spread of the live readings.
    analyses
        What the pipeline made of each frame it read.
    photo, analysis
        The frame that stands for the hold and its analysis: the measured one whose thigh angle is the median; a
        refused one only where none could be measured.
    """

    hold: Hold
    analyses: tuple[Analysis, ...]
    photo: Photo
    analysis: Analysis


def measure_held(held: HeldFrames, read: Callable[[Photo], Analysis], *, name: str = "live capture") -> Captured:
    """Read the frames of a hold with the pipeline and choose the one that stands for it.

    Parameters
    ----------
    held
        The hold and its frames.
    read
        The pipeline, such as ``analyse`` with its estimators and settings.
    name
        What to call the frames.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    photos = [Photo.from_array(frame, name=name) for frame in held.frames]
    analyses = tuple(read(photo) for photo in photos)
    best = _middle_of(analyses)
    return Captured(hold=held.hold, analyses=analyses, photo=photos[best], analysis=analyses[best])


def spread_evenly(frames: Sequence[RgbImage], count: int = FRAMES_READ) -> tuple[RgbImage, ...]:
    """Choose up to so many frames, evenly spread over all, neither the first nor the last where there are enough."""
    if len(frames) <= count:
        return tuple(frames)
    places = (np.arange(count) + 0.5) * len(frames) / count
    return tuple(frames[int(place)] for place in places)


def _middle_of(analyses: Sequence[Analysis]) -> int:
    measured = [number for number, analysis in enumerate(analyses) if analysis.outcome is not None]
    if not measured:
        return len(analyses) // 2
    ordered = sorted(measured, key=lambda number: analyses[number].measured.measurement.thigh.value_deg)
    return ordered[(len(ordered) - 1) // 2]
