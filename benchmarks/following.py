"""Compare searching first and following then with the plain ways of reading a stream.

    python benchmarks/following.py SCENES [SCENES ...] [--model full] [--every 2]

Every picture is shown as a shaky, noisy video of 14 frames, 640 pixels wide, and read in three ways:
one person followed from the first frame on (what MediaPipe's video mode does), everybody looked at in every frame
upright, and the live reader. What the last eight frames say is held against the truth of the picture in pixels.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from thomas_test.core.angles import ROWS, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.pictures import RgbImage
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.estimators import Detection, PoseEstimator
from thomas_test.estimators.mediapipe import MediaPipeEstimator
from thomas_test.estimators.models import ModelFile, find_model
from thomas_test.images import read_photo
from thomas_test.motion.following import PEOPLE_SEARCHED, open_live_reader
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject

FRAMES, JUDGED = 14, 8
UPRIGHT = Look(quarters=0, mirrored=False)
FAR_OFF_DEG = 8.0

Way = Callable[[ModelFile, list[RgbImage]], list[ThomasPose | None]]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one picture was read in one way; errors None where it was lost in most of the frames."""

    thigh_deg: float | None
    knee_deg: float | None
    right_leg: bool
    helper: bool


def main() -> None:
    """Print a table with a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("scenes", type=Path, nargs="+", help="folders of pictures with their truth")
    parser.add_argument("--model", default="full", help="name or .task file")
    parser.add_argument("--every", type=int, default=1, help="take every so many pictures")
    chosen = parser.parse_args()
    model = find_model(chosen.model)
    pictures = [path for folder in chosen.scenes for path in sorted(folder.glob("*.jpg"))][:: chosen.every]
    outcomes: dict[str, list[Outcome]] = {name: [] for name in WAYS}
    for path in pictures:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        frames = list(shaky(read_photo(path).rgb))
        for name, way in WAYS.items():
            outcomes[name].append(_outcome(way(model, frames)[-JUDGED:], truth))
    print(f"| way, {len(pictures)} pictures | lost | wrong leg | thigh, mean (95th) | knee, mean | with a helper |")
    print("|---|---|---|---|---|---|")
    for name, found in outcomes.items():
        print(_line(name, found))


def shaky(rgb: RgbImage) -> Iterator[RgbImage]:
    """Frames of a still picture as a camera on a bad stand sees it."""
    random = np.random.default_rng(1)
    scale = 640.0 / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for _ in range(FRAMES):
        moved = np.roll(small, random.integers(-1, 2, 2), (0, 1))
        yield np.clip(moved + random.normal(0.0, 3.0, moved.shape), 0, 255).astype(np.uint8)


def followed_from_the_start(model: ModelFile, frames: list[RgbImage]) -> list[ThomasPose | None]:
    """Follow whoever is found first, upright."""
    with closing(MediaPipeEstimator(model, people=1, video=True)) as estimator:
        return [_upright(estimator, frame) for frame in frames]


def everybody_in_every_frame(model: ModelFile, frames: list[RgbImage]) -> list[ThomasPose | None]:
    """Look at everybody anew in every frame, upright."""
    with closing(MediaPipeEstimator(model, people=PEOPLE_SEARCHED)) as estimator:
        return [_upright(estimator, frame) for frame in frames]


def searched_then_followed(model: ModelFile, frames: list[RgbImage]) -> list[ThomasPose | None]:
    """Read as the live page does, ten frames a second."""
    reader = open_live_reader(model)
    poses = [reader.read(frame, number / 10.0).pose for number, frame in enumerate(frames)]
    reader.close()
    return poses


WAYS: dict[str, Way] = {
    "one person followed from the start": followed_from_the_start,
    "everybody, every frame, upright": everybody_in_every_frame,
    "searched in all turns, then followed": searched_then_followed,
}


def _upright(estimator: PoseEstimator, frame: RgbImage) -> ThomasPose | None:
    seen = [
        Sighting(detection=Detection(pose=each.pose, mask=None), model=estimator.model, look=UPRIGHT)
        for each in estimator.estimate(frame)
    ]
    subject = choose_subject(seen)
    return subject.pose if isinstance(subject, Subject) else None


def _outcome(poses: list[ThomasPose | None], truth: dict[str, object]) -> Outcome:
    found = [pose for pose in poses if pose is not None]
    if len(found) < JUDGED / 2:
        return Outcome(thigh_deg=None, knee_deg=None, right_leg=False, helper=bool(truth["therapist"]))
    knees = [knee for pose in found if (knee := knee_flexion_deg(pose)) is not None]
    return Outcome(
        thigh_deg=abs(float(np.median([thigh_angle_deg(pose, ROWS) for pose in found])) - truth["thigh_angle_px_deg"]),
        knee_deg=abs(float(np.median(knees)) - truth["knee_flexion_px_deg"]),
        right_leg=np.mean([pose.tested_leg == truth["tested_leg"] for pose in found]) > 0.5,
        helper=bool(truth["therapist"]),
    )


def _line(name: str, found: list[Outcome]) -> str:
    read = [outcome for outcome in found if outcome.thigh_deg is not None]
    thigh = np.array([outcome.thigh_deg for outcome in read], dtype=np.float64)
    knee = np.array([outcome.knee_deg for outcome in read], dtype=np.float64)
    helped = [outcome for outcome in found if outcome.helper]
    good = sum(outcome.thigh_deg is not None and outcome.thigh_deg < FAR_OFF_DEG for outcome in helped)
    wrong = sum(not outcome.right_leg for outcome in read)
    return (
        f"| {name} | {len(found) - len(read)} | {wrong} | {thigh.mean():.1f}° ({np.percentile(thigh, 95):.1f}°) "
        f"| {knee.mean():.1f}° | {good} of {len(helped)} within {FAR_OFF_DEG:g}° |"
    )


if __name__ == "__main__":
    main()
