"""Print how well rotation and abduction are read from beyond the feet, on rendered scenes with exact truth.

usage: front_view.py SCENES [--without-models]

Also prints whether the place that is blurred holds the head. The scenes name no head: it is taken as discs of 0.45
shoulder widths about the shoulders' middle and half a trunk beyond it, as seen in the picture.

SCENES holds ``front_*.jpg`` with a JSON each. Truth is ``hip_rotation_deg`` (+ external) and ``thigh_abduction_deg``
(+ away from the midline); the horizon is levelled by the scene's known roll, as gravity would.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from thomas_test.core.angles import Angle, HorizonSource, Level
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.settings import Effort
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import PoseEstimator
from thomas_test.images import read_photo
from thomas_test.reading.sightings import LOOKS, Look, Sighting, take_readings
from thomas_test.second_view import (
    FrontAnalysis,
    FrontPose,
    OtherViews,
    SecondView,
    find_front_pose,
    measure_front,
    measure_front_points,
)
from thomas_test.second_view.finding import head_circle_px, head_of_pose_px

LEVELLED = HorizonSource.GRAVITY
HEAD_SHARE = 0.45


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture and its truth."""

    picture: Path
    leg: Side
    thigh_deg: float
    knee_deg: float
    rotation_deg: float
    abduction_deg: float
    level: Level
    joints_px: dict[Joint, tuple[float, float]]
    head_px: tuple[tuple[float, float, float], ...]
    size_px: tuple[int, int]

    @property
    def other_views(self) -> OtherViews:
        """What a side view tells, with the usual uncertainty of one."""
        return OtherViews(thigh=Angle.around(self.thigh_deg, 2.0), knee=Angle.around(self.knee_deg, 3.0))

    @property
    def pose(self) -> FrontPose:
        """The true joints, as a careful hand would place them."""
        return FrontPose(
            view=SecondView.FRONT,
            tested_leg=self.leg,
            points_px={joint: np.array(point) for joint, point in self.joints_px.items()},
            size_px=self.size_px,
            source=PointsSource.HAND,
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One angle, read and true; None where it was refused."""

    read: Angle | None
    truth_deg: float


def read_scenes(folder: Path) -> list[Scene]:
    """Read every scene of a folder."""
    return [_scene(path) for path in sorted(folder.glob("front_*.json"))]


def _scene(path: Path) -> Scene:
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    picture = path.with_name(truth["file"])
    return Scene(
        picture=picture,
        leg=Side(truth["tested_leg"]),
        thigh_deg=truth["thigh_angle_deg"],
        knee_deg=truth["knee_flexion_deg"],
        rotation_deg=truth["hip_rotation_deg"],
        abduction_deg=truth["thigh_abduction_deg"],
        level=Level.usual(source=LEVELLED, tilt_deg=-truth["camera_roll_deg"]),
        joints_px={Joint(name): tuple(point) for name, point in truth["keypoints_px"].items()},
        head_px=_head(truth["keypoints_px"]),
        size_px=read_photo(picture).size_px,
    )


def _head(joints: dict[str, Sequence[float]]) -> tuple[tuple[float, float, float], ...]:
    at = {name: np.array(point) for name, point in joints.items()}
    shoulders = (at["shoulder"] + at["other_shoulder"]) / 2.0
    trunk = shoulders - (at["hip"] + at["other_hip"]) / 2.0
    radius = HEAD_SHARE * float(np.hypot(*(at["shoulder"] - at["other_shoulder"])))
    return tuple((*(float(n) for n in shoulders + share * trunk), radius) for share in (0.0, 0.25, 0.5))


def report_heads(title: str, scenes: Sequence[Scene], circles: Sequence[Circle | None]) -> None:
    """Print in how many pictures the blurred place holds all of the head, and by how much at least."""
    room = [
        min(circle[2] - float(np.hypot(x - circle[0], y - circle[1])) - radius for x, y, radius in scene.head_px)
        for scene, circle in zip(scenes, circles, strict=True)
        if circle is not None
    ]
    widest = max((circle[2] for circle in circles if circle is not None), default=0.0)
    print(
        f"{title:58s} {len(room):2d}/{len(scenes)}  held {sum(r >= 0 for r in room)}  least room {min(room):4.0f} px  "
        f"largest radius {widest:4.0f} px"
    )


def report(title: str, rows: Sequence[Row]) -> None:
    """Print one line: how many were read, how far off, and how often the interval held the truth."""
    read = [(row.read, row.truth_deg) for row in rows if row.read is not None]
    errors = np.array([angle.value_deg - truth for angle, truth in read])
    if not errors.size:
        print(f"{title:58s} {0:2d}/{len(rows)}")
        return
    held = np.mean([angle.low_deg <= truth <= angle.high_deg for angle, truth in read])
    width = np.mean([angle.half_width_deg for angle, _ in read])
    print(
        f"{title:58s} {len(read):2d}/{len(rows)}  MAE {np.abs(errors).mean():4.1f}°  bias {errors.mean():+5.1f}°  "
        f"worst {np.abs(errors).max():4.1f}°  interval ±{width:4.1f}° holds {100 * held:3.0f} %"
    )


def with_true_joints(scenes: Sequence[Scene]) -> None:
    """Print what the geometry alone gives."""
    known = [measure_front(s.pose, level=s.level, known=s.other_views) for s in scenes]
    given = [
        measure_front(
            s.pose,
            level=s.level,
            known=replace(s.other_views, abduction=Angle.around(s.abduction_deg, 3.0)),
        )
        for s in scenes
    ]
    alone = [measure_front(s.pose, level=s.level) for s in scenes]
    flat = [
        measure_front(
            s.pose,
            level=Level.usual(source=HorizonSource.IMAGE, tilt_deg=0.0),
            known=s.other_views,
        )
        for s in scenes
    ]
    print("True joints (hand-placed at best)")
    report("  rotation, thigh and knee known from the side", _rotations(scenes, [m.rotation for m in known]))
    report("  rotation, and abduction known from above", _rotations(scenes, [m.rotation for m in given]))
    report("  rotation, nothing known from the side", _rotations(scenes, [m.rotation for m in alone]))
    tilts = [Angle.around(-(m.shank_tilt_deg or 0.0), 0.0) for m in alone]
    report("  minus the shank's tilt, taken for rotation", _rotations(scenes, tilts))
    report("  rotation, from the side but not levelled", _rotations(scenes, [m.rotation for m in flat]))
    report("  abduction, from the knee's offset", _abductions(scenes, [m.abduction for m in known]))
    report_heads("  head in the blurred place", scenes, [head_of_pose_px(s.pose) for s in scenes])


def with_misplaced_joints(scenes: Sequence[Scene], *, off_px: float, seed: int = 1) -> None:
    """Print what a hand that misses by some pixels does."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for scene in scenes:
        for _ in range(50):
            moved = {joint: np.array(point) + rng.normal(0.0, off_px, 2) for joint, point in scene.joints_px.items()}
            pose = replace(scene.pose, points_px=moved)
            measured = measure_front(pose, level=scene.level, known=scene.other_views)
            rows.append(Row(read=measured.rotation, truth_deg=scene.rotation_deg))
    report(f"  rotation, every joint {off_px:g} px off (picture {scenes[0].size_px[0]} px wide)", rows)


def with_models(scenes: Sequence[Scene], estimators: Sequence[PoseEstimator]) -> None:
    """Print what is found without a hand."""
    seen = {
        s.picture: take_readings(read_photo(s.picture).rgb, estimators, looks=LOOKS[Effort.THOROUGH]) for s in scenes
    }
    names = [estimator.model.name for estimator in estimators]
    automatic(scenes, seen, names)


def automatic(scenes: Sequence[Scene], seen: dict[Path, tuple[Sighting, ...]], names: Sequence[str]) -> None:
    """Print what the readings give: all of them, of one network, without mirroring, and a single one."""
    upright = (Look(quarters=0, mirrored=False),)
    print(f"\nFound by MediaPipe ({' and '.join(names)}), thigh and knee known from the side")
    for name, looks in (("all looks", LOOKS[Effort.THOROUGH]), ("four looks", LOOKS[Effort.STANDARD])):
        for model in (*names, None) if len(names) > 1 else (None,):
            kept = {
                picture: tuple(g for g in found if g.look in looks and model in (None, g.model.name))
                for picture, found in seen.items()
            }
            who = model or " + ".join(names)
            _one_setting(scenes, kept, f"  {who}, {name}")
    first = {picture: tuple(g for g in found if g.look in upright)[:1] * 3 for picture, found in seen.items()}
    _one_setting(scenes, first, "  one look, as it comes")


def _one_setting(scenes: Sequence[Scene], seen: dict[Path, tuple[Sighting, ...]], title: str) -> None:
    named = [_found(scene, seen[scene.picture], scene.leg) for scene in scenes]
    blind = [find_front_pose(seen[scene.picture]) for scene in scenes]
    right = sum(isinstance(p, FrontPose) and p.tested_leg is s.leg for p, s in zip(blind, scenes, strict=True))
    wrong = sum(isinstance(p, FrontPose) and p.tested_leg is not s.leg for p, s in zip(blind, scenes, strict=True))
    measured = [found and found.measurement for found in named]
    heads = [
        head_circle_px(seen[scene.picture], found.pose) if found is not None and found.pose is not None else None
        for scene, found in zip(scenes, named, strict=True)
    ]
    report(f"{title}: rotation", _rotations(scenes, [m and m.rotation for m in measured]))
    report_heads(f"{title}: head", scenes, heads)
    print(f"{title}: leg, when not named: {right} right, {wrong} wrong, {len(scenes) - right - wrong} asked for")


def _found(scene: Scene, sightings: tuple[Sighting, ...], leg: Side) -> FrontAnalysis | None:
    pose = find_front_pose(sightings, leg=leg)
    if not isinstance(pose, FrontPose):
        return None
    return measure_front_points(name=scene.picture.name, pose=pose, level=scene.level, other_views=scene.other_views)


def _rotations(scenes: Sequence[Scene], read: Sequence[Angle | None]) -> list[Row]:
    return [Row(read=angle, truth_deg=scene.rotation_deg) for scene, angle in zip(scenes, read, strict=True)]


def _abductions(scenes: Sequence[Scene], read: Sequence[Angle | None]) -> list[Row]:
    return [Row(read=angle, truth_deg=scene.abduction_deg) for scene, angle in zip(scenes, read, strict=True)]


def main() -> int:
    """Read the scenes and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--without-models", action="store_true", help="only the true joints")
    choices = parser.parse_args()
    scenes = read_scenes(choices.scenes)
    if not scenes:
        parser.error(f"expected front_*.json in {choices.scenes}, found none")
    with_true_joints(scenes)
    for off_px in (2.0, 4.0):
        with_misplaced_joints(scenes, off_px=off_px)
    if choices.without_models:
        return 0
    from thomas_test.reader import Reader

    try:
        with Reader() as reader:
            estimators = reader.estimators
            with_models(scenes, estimators)
    except ThomasTestError as error:
        print(f"\nNot read by MediaPipe: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
