"""Every number that was fitted, in a frozen record for each network, with where it comes from.

A network without a record of its own is read with `UNCALIBRATED`, which is wider, and its results say so; it never gets
another network's constants in silence.

Fitted by ``benchmarks/calibrate.py`` on the rendered scenes (every scene is a different body); the accuracy that
the documents quote comes from rows of scenes that the fit had not seen. Two kinds of constants:

* the angle between the middle of a limb's flesh and the line between its bony points: geometry of bodies, the same
  for every network (`*_outline_offset_deg`, with its spread over bodies in `*_outline_sd_deg`);
* where a network puts its landmarks compared with the bony points (`*_landmark_offset_deg`).

All bodies are rendered: on real ones the offsets may differ by a degree or two, which every interval's reader is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from thomas_test.core.analysis import ModelInfo


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Fitted constants; angles in degrees, positive where the knee or the ankle lies lower than the bony line says.

    Attributes
    ----------
    thigh_outline_offset_deg, shank_outline_offset_deg
        Direction of the middle of the flesh minus direction of the bony line.
    thigh_landmark_offset_deg, shank_landmark_offset_deg
        Direction between the network's landmarks minus direction of the bony line.
    far_thigh_offset_deg, far_shank_offset_deg
        What comes on top for the leg away from the camera: it shows its inner side, and its bony points lie behind.
    thigh_outline_sd_deg, shank_outline_sd_deg
        Spread over bodies of a clean outline.
    thigh_landmark_sd_deg, shank_landmark_sd_deg
        Spread over bodies of the landmarks where all readings agree.
    scatter_gain_deg
        How much worse an outline is for every limb length that its slices stray from a straight line.
    spread_gain
        How much worse landmarks are for every degree by which the readings differ.
    disagreement_gain
        How much worse either is for every degree by which landmarks and outline differ.
    covered_shank_sd_deg
        What a covered shank adds to the doubt about the thigh, whose knee end the networks then guess: on 19 scenes
        with a bar painted over the shank the thigh was off by 3.5 degrees (root mean square), by 1.5 without.
    flesh_shift_per_deg
        By how much the flesh of the thigh seems turned against its bony line for every degree that the camera stands
        higher than usual: rendered scenes. It is not corrected.
    usual_pitch_deg
        How far the cameras of the scenes look down as a rule; the shift that this makes is in the offsets already.
    thigh_floor_deg, knee_floor_deg
        Standard deviation of the best pictures: what no reading of one picture can know.
    """

    thigh_outline_offset_deg: float
    shank_outline_offset_deg: float
    thigh_landmark_offset_deg: float
    shank_landmark_offset_deg: float
    far_thigh_offset_deg: float
    far_shank_offset_deg: float
    thigh_outline_sd_deg: float
    shank_outline_sd_deg: float
    thigh_landmark_sd_deg: float
    shank_landmark_sd_deg: float
    scatter_gain_deg: float
    spread_gain: float
    disagreement_gain: float
    covered_shank_sd_deg: float
    flesh_shift_per_deg: float
    usual_pitch_deg: float
    thigh_floor_deg: float
    knee_floor_deg: float

    def __post_init__(self) -> None:
        """Refuse spreads that are no spreads."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not field.name.endswith("_offset_deg") and value < 0.0:
                raise ValueError(f"expected {field.name} of at least 0, got {value}")


CALIBRATION = Calibration(
    thigh_outline_offset_deg=1.23,
    shank_outline_offset_deg=-3.32,
    thigh_landmark_offset_deg=0.87,
    shank_landmark_offset_deg=-0.78,
    far_thigh_offset_deg=-1.50,
    far_shank_offset_deg=-0.28,
    thigh_outline_sd_deg=0.88,
    shank_outline_sd_deg=0.38,
    thigh_landmark_sd_deg=1.22,
    shank_landmark_sd_deg=1.12,
    scatter_gain_deg=300.00,
    spread_gain=0.50,
    disagreement_gain=0.40,
    covered_shank_sd_deg=3.00,
    flesh_shift_per_deg=0.20,
    usual_pitch_deg=3.00,
    thigh_floor_deg=0.95,
    knee_floor_deg=1.45,
)
"""The constants of BlazePose full and heavy together; either alone was measured with them, too (docs/accuracy.md)."""

CALIBRATIONS: dict[str, Calibration] = {"full": CALIBRATION, "heavy": CALIBRATION}
"""The constants of every network by its name in `thomas_test.estimators.registry.NETWORKS`. Of the smallest, ``lite``,
nobody has fitted any."""

UNCALIBRATED = replace(
    CALIBRATION,
    thigh_landmark_offset_deg=0.0,
    shank_landmark_offset_deg=0.0,
    thigh_landmark_sd_deg=3.7,
    shank_landmark_sd_deg=3.0,
    thigh_outline_sd_deg=2.0 * CALIBRATION.thigh_outline_sd_deg,
    shank_outline_sd_deg=2.0 * CALIBRATION.shank_outline_sd_deg,
    thigh_floor_deg=2.0 * CALIBRATION.thigh_floor_deg,
    knee_floor_deg=2.0 * CALIBRATION.knee_floor_deg,
)
"""What stands in where a network has no constants. Where it puts its landmarks is not known, so nothing is taken off,
and their spread is that of landmarks against hand annotation on 23 photos of people in other positions (thigh 3.7,
shank 3.0 degrees). The middle of the flesh is geometry of bodies and stays; its spread and the floors are doubled,
which is assumed."""

HEAD_FROM_HIP = (1.8, 0.13)
"""Where a head's middle lies seen from the hip, headwards along the level and above it, in lengths of the thigh; the
mean of the scenes and the hard scenes (1.36 to 2.21, and from 0.49 above to 0.09 below the hip). Of bodies, not of a
network."""


def calibration_for(models: Sequence[ModelInfo]) -> Calibration | None:
    """The constants of the networks that read a picture together; None where one has none, or another's."""
    found = {CALIBRATIONS.get(model.name) for model in models}
    return found.pop() if len(found) == 1 else None
