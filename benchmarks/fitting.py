"""How the constants of `thomas_test.reading.calibration` are fitted: arithmetic on readings whose truth is known.

Every constant comes out of `fit`, none is chosen by hand: offsets, what the height of the lens does and how much the
evidence within a picture counts make the mean error smallest (Huber's, so that a few misses are no rule); standard
deviations are the most likely ones; interval gains are the least that hold `THIGH_HELD`, `KNEE_HELD` of pictures left
out of the fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from thomas_test.core.angles import SDS_IN_95, HorizonSource, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.geometry import FloatArray, wrap_deg
from thomas_test.core.landmarks import Joint
from thomas_test.images import Gravity
from thomas_test.reading.calibration import CALIBRATION, Calibration, LensConstants, LimbConstants
from thomas_test.reading.conclude import Conclusion, PositionReading, conclude
from thomas_test.reading.lens import below_sight_deg, lens_by_cues, lens_by_gravity
from thomas_test.reading.level.choice import LevelChoice
from thomas_test.reading.limbs import IRRECONCILABLE_DEG, LimbReading, longer_than, outline_below_landmarks_deg

SEED, FOLDS, INNER_FOLDS = 20261126, 10, 5
THIGH_HELD, KNEE_HELD = 0.97, 0.95
"""Share of pictures left out that the intervals must hold: what is asked is 93 to 98 % of pictures nobody has seen; the
knee's are near the widest that is of use (5 degrees to either side) at the lower one."""
HUBER_DEG = 1.0
"""Errors count by their square up to here and by their size beyond."""
PRIOR = 0.002
"""How strongly the shape of the weights is held where the pictures do not tell, in degrees of mean error."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """One picture read in one situation (its file silent, or telling gravity), with its truth."""

    picture: str
    reading: PositionReading
    thigh_deg: float
    knee_deg: float
    tilt_deg: float
    above_hip_deg: float


def known(picture: str, truth: dict[str, Any], reading: PositionReading, size_px: tuple[int, int]) -> Known:
    """A reading beside its truth; ``picture`` names what may not stand on both sides of a fold."""
    tilt_deg = -float(truth["camera_roll_deg"])
    above = truth.get("hip_elevation_deg")
    if above is None:  # the tidy and hard scenes keep how far the camera looks down
        focal = float(truth["focal_35mm"])
        hip_px = truth["keypoints_px"]["hip"]
        below = below_sight_deg(hip_px, size_px, tilt_deg=tilt_deg, focal_35mm=focal)
        above = float(truth["camera_elevation_deg"]) + below
    return Known(
        picture=picture,
        reading=reading,
        thigh_deg=float(truth["thigh_angle_deg"]),
        knee_deg=float(truth["knee_flexion_deg"]),
        tilt_deg=tilt_deg,
        above_hip_deg=float(above),
    )


def with_gravity(truth: dict[str, Any], reading: PositionReading, size_px: tuple[int, int]) -> PositionReading:
    """The same picture as a phone saves it: accelerometer and whole millimetres of focal length in its Exif."""
    gravity = Gravity(
        tilt_deg=-float(truth["camera_roll_deg"]),
        camera_pitch_deg=float(truth["camera_elevation_deg"]),
        front_camera=False,
        focal_35mm=float(round(truth["focal_35mm"])),
    )
    level = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=gravity.tilt_deg or 0.0)
    return replace(
        reading,
        level=LevelChoice(all_found=(level, *reading.level.all_found)),
        lens=lens_by_gravity(gravity, reading.pose[Joint.HIP], size_px),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Limb:
    """The readings of one limb as columns, shape ``(n,)`` each; without an outline NaN and no scatter."""

    landmark: FloatArray
    outline: FloatArray
    spread: FloatArray
    scatter: FloatArray

    @classmethod
    def of(cls, limbs: Sequence[LimbReading]) -> _Limb:
        """Columns of these readings."""
        return cls(
            landmark=np.array([limb.landmark_deg for limb in limbs]),
            outline=np.array([np.nan if limb.outline_deg is None else limb.outline_deg for limb in limbs]),
            spread=np.array([limb.spread_deg for limb in limbs]),
            scatter=np.array([0.0 if limb.outline_deg is None else limb.scatter for limb in limbs]),
        )

    def offsets(self, direction_deg: FloatArray, used: NDArray[np.bool_]) -> FloatArray:
        """Landmarks' and outline's own: medians of how far they are from these directions."""
        return np.array(
            [np.nanmedian(wrap_deg((found - direction_deg)[used])) for found in (self.landmark, self.outline)]
        )

    def fused(self, offsets: FloatArray, shape: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Direction, variance in units of the landmarks' own, and distance of landmarks and outline.

        ``shape``: in parts of the landmarks' standard deviation the outline's, and what a degree of spread and what a
        hundredth limb length of scatter add.
        """
        by_landmarks = self.landmark - offsets[0]
        apart = np.asarray(wrap_deg(np.nan_to_num(self.outline - offsets[1] - by_landmarks)))
        landmark_var = 1.0 + (shape[1] * self.spread) ** 2
        outline_var = shape[0] ** 2 + (shape[2] * 100.0 * self.scatter) ** 2
        there = np.isfinite(self.outline)
        usable = there & (np.abs(apart) <= IRRECONCILABLE_DEG)
        weight = np.where(usable, landmark_var / (landmark_var + outline_var), 0.0)
        variance = np.where(usable, landmark_var * outline_var / (landmark_var + outline_var), landmark_var)
        return by_landmarks + weight * apart, variance, np.where(there, apart, 0.0)


OFFSET_PRIOR = 0.01
"""How strongly the offsets are held to what each source shows by itself: one that hardly counts could go anywhere."""

USUAL_SHAPE = np.array([0.8, 0.4, 2.5])
"""Where the search for the weights begins, and what holds them."""


def fit(pictures: Sequence[Known]) -> Calibration:
    """The constants fitted on these pictures, interval gains among them."""
    fold = folds_of([p.picture for p in pictures], INNER_FOLDS)
    draft = fit_without_gains(pictures)
    scores: list[tuple[float, float]] = []
    for k in range(INNER_FOLDS):
        inner = fit_without_gains([p for p, f in zip(pictures, fold, strict=True) if f != k])
        scores.extend(_scores(p, inner) for p, f in zip(pictures, fold, strict=True) if f == k)
    thigh, knee = (np.array([s[i] for s in scores]) for i in (0, 1))
    return replace(
        draft,
        thigh_interval_gain=_conformal(thigh, THIGH_HELD),
        knee_interval_gain=_conformal(knee[np.isfinite(knee)], KNEE_HELD),
    )


def _conformal(scores: FloatArray, held: float) -> float:
    """The least gain that holds this share of the pictures, with the correction for their number (split conformal)."""
    share = min(1.0, math.ceil((len(scores) + 1) * held) / len(scores))
    return float(np.quantile(scores, share, method="inverted_cdf")) / SDS_IN_95


def _scores(picture: Known, constants: Calibration) -> tuple[float, float]:
    """The errors of one picture in parts of what is believed of them; NaN for a knee that cannot be seen."""
    found = conclude(picture.reading, constants)
    thigh, knee = _errors_deg(picture, found)
    return abs(thigh) / found.spread.thigh_sd_deg, abs(knee) / found.spread.knee_sd_deg


def errors_deg(picture: Known, constants: Calibration) -> tuple[float, float]:
    """The errors of thigh and knee of one picture; NaN for a knee that cannot be seen."""
    return _errors_deg(picture, conclude(picture.reading, constants))


def _errors_deg(picture: Known, found: Conclusion) -> tuple[float, float]:
    thigh = wrap_deg(thigh_angle_deg(found.pose, picture.reading.level.used) - picture.thigh_deg)
    knee = knee_flexion_deg(found.pose)
    return float(thigh), math.nan if knee is None else knee - picture.knee_deg


def fit_without_gains(pictures: Sequence[Known]) -> Calibration:
    """The constants fitted on these pictures, as wide as the evidence alone says."""
    lens = _fit_lens(pictures)
    far = np.array([p.reading.pose.far_leg_tested for p in pictures], dtype=float)
    sign = np.array([p.reading.pose.forward_sign for p in pictures])
    draft = replace(CALIBRATION, lens=lens)
    heights = [p.reading.lens or lens_by_cues(p.reading.lens_cues, lens) for p in pictures]
    above = np.array([height.above_hip_deg for height in heights])
    aside = np.array([_aside_deg(p, height) for p, height in zip(pictures, above, strict=True)])
    level = np.array([p.reading.level.used.tilt_deg for p in pictures])
    true_level, thigh_true, knee_true = (
        np.array([getattr(p, name) for p in pictures]) for name in ("tilt_deg", "thigh_deg", "knee_deg")
    )
    seen = np.array([p.reading.ankle_seen for p in pictures])
    thigh, shank = (_Limb.of([getattr(p.reading, limb) for p in pictures]) for limb in ("thigh", "shank"))
    turns = np.stack([far, (1.0 - far) * above, far * above], axis=1)
    longer = np.array([longer_than(p.reading.shank, p.reading.thigh) for p in pictures])
    shank_way = _fit_direction(
        shank, np.column_stack((turns, longer)), thigh_true + knee_true - sign * true_level, among=seen
    )
    shank_sds = _fit_sds(
        tuple(c[seen] for c in shank.fused(shank_way.offsets, shank_way.shape)),
        shank.scatter[seen],
        shank_way.error_deg[seen],
        np.zeros(seen.sum()),
    )
    shank_constants = _constants(shank_way, shank_sds)
    below = np.array([outline_below_landmarks_deg(p.reading.shank, shank_constants) for p in pictures])
    thigh_way = _fit_direction(thigh, np.column_stack((turns, below, -aside)), thigh_true - sign * level)
    given = np.array([p.reading.level.used.sd_deg for p in pictures])
    thigh_sds = _fit_sds(thigh.fused(thigh_way.offsets, thigh_way.shape), thigh.scatter, thigh_way.error_deg, given)
    found = replace(
        draft,
        thigh=_constants(thigh_way, thigh_sds),
        shank=shank_constants,
        lens=replace(lens, aside_gain=float(thigh_way.turns[4])),
        thigh_per_shank_apart=float(thigh_way.turns[3]),
        shank_per_length=float(shank_way.turns[3]),
        no_outline_sd_deg=_no_outline_sd(thigh, thigh_way, thigh_sds),
        thigh_floor_deg=thigh_sds.floor_deg,
        knee_floor_deg=0.0,
        thigh_interval_gain=1.0,
        knee_interval_gain=1.0,
    )
    return replace(found, knee_floor_deg=_knee_floor(pictures, found))


def _knee_floor(pictures: Sequence[Known], constants: Calibration) -> float:
    """The most likely standard deviation of the knee beside what both limbs say (Student's t, 4 degrees)."""
    errors, sds = [], []
    for picture in pictures:
        found = conclude(picture.reading, constants)
        knee = knee_flexion_deg(found.pose)
        if knee is not None:
            errors.append(knee - picture.knee_deg)
            sds.append(found.spread.knee_sd_deg)

    def surprise(floor: float) -> float:
        scale = np.hypot(sds, floor)
        return float(np.sum(np.log(scale) + 2.5 * np.log1p((np.array(errors) / scale) ** 2 / 4.0)))

    return float(min(np.arange(0.0, 4.0, 0.05), key=surprise))


def _aside_deg(picture: Known, above_deg: float) -> float:
    """What a level line parallel to the table is drawn off by, where the level is not that line itself."""
    if picture.reading.level.used.source is HorizonSource.TABLE_EDGE:
        return 0.0
    tangent = math.tan(math.radians(picture.reading.camera_aside_deg))
    return math.degrees(math.atan(tangent * math.sin(math.radians(above_deg))))


def _fit_lens(pictures: Sequence[Known]) -> LensConstants:
    """The height that the pictures themselves tell, each picture once; by least squares drawn towards no difference."""
    once = [p for p in pictures if p.reading.lens is None] or list(pictures)
    cues = [p.reading.lens_cues for p in once]
    columns = np.array([(c.framing_deg, c.hips_apart, c.shoulders_apart) for c in cues])
    above = np.array([p.above_hip_deg for p in once])
    scale = columns.std(axis=0)
    design = np.column_stack((np.ones(len(once)), (columns - columns.mean(axis=0)) / scale))
    ridge = np.diag([0.0, 3.0, 3.0, 3.0])
    solution = np.linalg.solve(design.T @ design + ridge, design.T @ above)
    slopes = solution[1:] / scale
    return LensConstants(
        usual_deg=float(solution[0] - slopes @ columns.mean(axis=0)),
        per_framing=float(slopes[0]),
        per_hips_deg=float(slopes[1]),
        per_shoulders_deg=float(slopes[2]),
        sd_deg=float(np.std(above - design @ solution, ddof=4)),
        aside_gain=0.0,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Direction:
    """How a limb's direction is found, and how far off it then is, shape ``(n,)``."""

    offsets: FloatArray
    shape: FloatArray
    turns: FloatArray
    error_deg: FloatArray


def _fit_direction(
    limb: _Limb, turns: FloatArray, true_deg: FloatArray, *, among: NDArray[np.bool_] | None = None
) -> _Direction:
    """The weights, what every column of ``turns`` adds to the direction, and the errors left."""
    used = np.ones(len(true_deg), dtype=np.bool_) if among is None else among

    def offsets(constants: FloatArray) -> FloatArray:
        return limb.offsets(true_deg + turns @ constants[5:], used) + constants[3:5]

    def error(constants: FloatArray) -> FloatArray:
        direction, _, _ = limb.fused(offsets(constants), constants[:3])
        return np.asarray(wrap_deg(direction - true_deg - turns @ constants[5:]))

    def cost(constants: FloatArray) -> float:
        off = np.abs(error(constants)[used])
        loss = np.where(off < HUBER_DEG, off**2 / (2 * HUBER_DEG), off - HUBER_DEG / 2)
        held = PRIOR * np.sum((constants[:3] - USUAL_SHAPE) ** 2) + OFFSET_PRIOR * np.sum(constants[3:5] ** 2)
        return float(loss.mean() + held)

    found = _least(cost, np.concatenate((USUAL_SHAPE, np.zeros(2 + turns.shape[1]))))
    found[:3] = np.abs(found[:3])
    return _Direction(offsets=offsets(found), shape=found[:3], turns=found[5:], error_deg=error(found))


@dataclass(frozen=True, kw_only=True)
class _Doubts:
    """Standard deviations of a limb's direction: a scale and what adds to it."""

    unit_deg: float
    disagreement_gain: float
    floor_deg: float
    scatter_doubt_deg: float


USUAL_DOUBTS = np.log([1.0, 0.2, 0.7, 50.0])
"""What holds the doubts lightly, or a part that the pictures do not need would go to nothing."""


def _fit_sds(
    fused: tuple[FloatArray, FloatArray, FloatArray],
    scatter: FloatArray,
    error_deg: FloatArray,
    given_sd_deg: FloatArray,
) -> _Doubts:
    """Most likely doubts beside the weights' own and what is given (Student's t, 4 degrees)."""
    _, variance, apart = fused

    def surprise(logs: FloatArray) -> float:
        unit, disagreement, floor, stray = np.exp(logs)
        parts = unit**2 * variance + (disagreement * apart) ** 2 + floor**2 + (stray * scatter) ** 2
        scale = np.sqrt(parts + given_sd_deg**2)
        held = 0.02 * np.sum((logs - USUAL_DOUBTS) ** 2)
        return float(np.mean(np.log(scale) + 2.5 * np.log1p((error_deg / scale) ** 2 / 4.0)) + held)

    unit, disagreement, floor, stray = (float(found) for found in np.exp(_least(surprise, USUAL_DOUBTS)))
    return _Doubts(unit_deg=unit, disagreement_gain=disagreement, floor_deg=floor, scatter_doubt_deg=stray)


FEW_BARE = 2
"""So many limbs without an outline and without more doubt are thought to stand beside those that there are."""


def _no_outline_sd(limb: _Limb, way: _Direction, sds: _Doubts) -> float:
    """What limbs without an outline are off by beyond what their landmarks say, root mean square."""
    bare = ~np.isfinite(limb.outline)
    _, variance, _ = limb.fused(way.offsets, way.shape)
    beyond = way.error_deg[bare] ** 2 - sds.unit_deg**2 * variance[bare] - sds.floor_deg**2
    return math.sqrt(max(float(beyond.sum()) / (bare.sum() + FEW_BARE), 0.0))


def _constants(way: _Direction, sds: _Doubts) -> LimbConstants:
    return LimbConstants(
        outline_offset_deg=float(way.offsets[1]),
        landmark_offset_deg=float(way.offsets[0]),
        far_offset_deg=float(way.turns[0]),
        height_gain=float(way.turns[1]),
        far_height_gain=float(way.turns[2]),
        outline_sd_deg=float(way.shape[0] * sds.unit_deg),
        landmark_sd_deg=sds.unit_deg,
        scatter_gain_deg=float(way.shape[2] * 100.0 * sds.unit_deg),
        spread_gain=float(way.shape[1] * sds.unit_deg),
        disagreement_gain=sds.disagreement_gain,
        scatter_doubt_deg=sds.scatter_doubt_deg,
    )


def _least(cost: Callable[[FloatArray], float], start: FloatArray) -> FloatArray:
    found = minimize(cost, start, method="Powell", options={"maxiter": 4000, "xtol": 1e-3, "ftol": 1e-6})
    return np.asarray(found.x, dtype=np.float64)


def folds_of(pictures: Sequence[str], folds: int = FOLDS) -> NDArray[np.int_]:
    """Which fold each picture is in; what is read of one picture in several situations stays together."""
    names = sorted(set(pictures))
    number = dict(zip(names, np.random.default_rng(SEED).permutation(len(names)) % folds, strict=True))
    return np.array([number[name] for name in pictures])
