"""Every number that was fitted, in one frozen record, with where it comes from.

Fitted by ``benchmarks/calibrate.py`` on the rendered scenes (every scene is a different body); the accuracy that
the documents quote comes from rows of scenes that the fit had not seen. Two kinds of constants:

* the angle between the middle of a limb's flesh and the line between its bony points: geometry of bodies, the same
  for every network (`*_outline_offset_deg`, with its spread over bodies in `*_outline_sd_deg`);
* where a network puts its landmarks compared with the bony points (`*_landmark_offset_deg`).

All bodies are rendered: on real ones the offsets may differ by a degree or two, which every interval's reader is told.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


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
    thigh_floor_deg=0.95,
    knee_floor_deg=1.45,
)
"""The constants in force."""
