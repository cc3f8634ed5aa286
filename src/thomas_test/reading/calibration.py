"""Every number that was fitted, in a frozen record for the networks it was fitted for, with where it comes from.

A network without a record of its own is read with `UNCALIBRATED`, which is wider, and its results say so; it never gets
another network's constants in silence.

Fitted by ``benchmarks/calibrate.py`` on rendered pictures (every one a different body); the accuracy that the documents
quote comes from pictures rendered afterwards. Three kinds of constants:

* the angle between the middle of a limb's flesh and the line between its bony points, and where the networks put their
  landmarks compared with those points (`LimbConstants`);
* what a lens above the hip does to the thigh as it is drawn, and what a picture tells about that height
  (`LensConstants`);
* how much wider intervals have to be than the evidence says until they hold what they claim, on pictures that the fit
  has not seen (`Calibration.thigh_interval_gain`).

All bodies are rendered: on real ones the offsets may differ by a degree or two, which every interval's reader is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from thomas_test.core.analysis import ModelInfo

_SPREADS = ("sd_deg", "doubt_deg", "floor_deg", "spread_gain", "disagreement_gain", "scatter_gain_deg", "interval_gain")
"""How the names of spreads end, and of what widens them."""


@dataclass(frozen=True, kw_only=True)
class _Constants:
    def __post_init__(self) -> None:
        """Refuse spreads that are no spreads."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith(_SPREADS) and value < 0.0:
                raise ValueError(f"expected {field.name} of at least 0, got {value}")


@dataclass(frozen=True, kw_only=True)
class LimbConstants(_Constants):
    """What was fitted for one limb; angles in degrees, positive where its lower end is drawn lower than the bony line.

    Attributes
    ----------
    outline_offset_deg
        Direction of the middle of the flesh minus direction of the bony line.
    landmark_offset_deg
        Direction between the network's landmarks minus direction of the bony line.
    far_offset_deg
        What comes on top for the leg away from the camera: it shows its inner side, and its bony points lie behind.
    height_gain, far_height_gain
        Degrees on top for every degree that the lens stands above the hip, of the leg towards the camera and of the
        other one.
    outline_sd_deg, landmark_sd_deg
        Spread over bodies of a clean outline, and of landmarks where all readings agree.
    scatter_gain_deg
        How much worse an outline is for every limb length that its slices stray from a straight line.
    spread_gain
        How much worse landmarks are for every degree by which the readings differ.
    disagreement_gain
        How much worse either is for every degree by which landmarks and outline differ.
    scatter_doubt_deg
        How much less sure the limb is for every limb length that its outline's slices stray from a straight line,
        whichever of the two is believed: under loose cloth the network guesses as well.
    """

    outline_offset_deg: float
    landmark_offset_deg: float
    far_offset_deg: float
    height_gain: float
    far_height_gain: float
    outline_sd_deg: float
    landmark_sd_deg: float
    scatter_gain_deg: float
    spread_gain: float
    disagreement_gain: float
    scatter_doubt_deg: float

    def height_gain_of(self, *, far: bool) -> float:
        """What a degree of height adds, of either leg."""
        return self.far_height_gain if far else self.height_gain


@dataclass(frozen=True, kw_only=True)
class LensConstants(_Constants):
    """What a picture without gravity tells about the height of the lens above the hip, and what that height does.

    Attributes
    ----------
    usual_deg
        The height where the picture tells nothing.
    per_framing
        Degrees on top for every degree that the hip is drawn below the middle of the picture.
    per_hips_deg, per_shoulders_deg
        Degrees on top where the far hip, the far shoulder is drawn a trunk length below the near one: from above it is
        drawn higher, so both are negative.
    sd_deg
        Standard deviation of the height so guessed.
    aside_gain
        By how much the thigh is drawn off a level that gravity tells, in parts of ``tan(aside) sin(height)``, which is
        the drawing of a level line that is parallel to the table.
    """

    usual_deg: float
    per_framing: float
    per_hips_deg: float
    per_shoulders_deg: float
    sd_deg: float
    aside_gain: float


@dataclass(frozen=True, kw_only=True)
class Calibration(_Constants):
    """Fitted constants of networks that read a picture together.

    Attributes
    ----------
    thigh, shank
        Those of either limb.
    lens
        What the camera's height has to do with it.
    thigh_per_shank_apart
        By how many degrees the thigh is drawn lower for every degree by which the shank's outline lies below its
        landmarks, offsets taken off: a knee that the networks place before or behind the leg turns both limbs.
    shank_per_length
        By how many degrees the shank is drawn lower for every e-fold by which it is longer than the thigh in the
        picture: a knee placed along the leg, or a limb that leaves the picture's plane.
    no_outline_sd_deg
        What it adds to the doubt about the thigh that it shows no outline, such as under a belly.
    covered_shank_sd_deg
        What a covered shank adds to the doubt about the thigh, whose knee end the networks then guess: on 19 scenes
        with a bar painted over the shank the thigh was off by 3.5 degrees (root mean square), by 1.5 without.
    thigh_floor_deg, knee_floor_deg
        Standard deviation of the best pictures: what no reading of one picture can know.
    thigh_interval_gain, knee_interval_gain
        By how much standard deviations are multiplied so that 95 % intervals hold on pictures that the fit has not
        seen.
    """

    thigh: LimbConstants
    shank: LimbConstants
    lens: LensConstants
    thigh_per_shank_apart: float
    shank_per_length: float
    no_outline_sd_deg: float
    covered_shank_sd_deg: float
    thigh_floor_deg: float
    knee_floor_deg: float
    thigh_interval_gain: float
    knee_interval_gain: float


CALIBRATION = Calibration(
    thigh=LimbConstants(
        outline_offset_deg=1.690,
        landmark_offset_deg=2.220,
        far_offset_deg=-1.699,
        height_gain=0.153,
        far_height_gain=-0.091,
        outline_sd_deg=0.694,
        landmark_sd_deg=1.017,
        scatter_gain_deg=192.467,
        spread_gain=0.376,
        disagreement_gain=0.227,
        scatter_doubt_deg=62.428,
    ),
    shank=LimbConstants(
        outline_offset_deg=-3.936,
        landmark_offset_deg=0.597,
        far_offset_deg=1.474,
        height_gain=0.113,
        far_height_gain=0.048,
        outline_sd_deg=0.596,
        landmark_sd_deg=1.135,
        scatter_gain_deg=105.026,
        spread_gain=0.135,
        disagreement_gain=0.149,
        scatter_doubt_deg=59.891,
    ),
    lens=LensConstants(
        usual_deg=3.846,
        per_framing=0.492,
        per_hips_deg=-21.308,
        per_shoulders_deg=-28.206,
        sd_deg=3.999,
        aside_gain=2.596,
    ),
    thigh_per_shank_apart=-0.237,
    shank_per_length=-0.761,
    no_outline_sd_deg=3.931,
    covered_shank_sd_deg=3.000,
    thigh_floor_deg=0.559,
    knee_floor_deg=0.750,
    thigh_interval_gain=1.384,
    knee_interval_gain=1.489,
)
"""The constants of BlazePose heavy, which reads where nothing else is asked for."""

BOTH_CALIBRATION = Calibration(
    thigh=LimbConstants(
        outline_offset_deg=1.229,
        landmark_offset_deg=1.919,
        far_offset_deg=-0.808,
        height_gain=0.157,
        far_height_gain=-0.178,
        outline_sd_deg=0.582,
        landmark_sd_deg=1.302,
        scatter_gain_deg=267.757,
        spread_gain=0.145,
        disagreement_gain=0.230,
        scatter_doubt_deg=0.000,
    ),
    shank=LimbConstants(
        outline_offset_deg=-3.808,
        landmark_offset_deg=1.050,
        far_offset_deg=1.248,
        height_gain=0.115,
        far_height_gain=0.116,
        outline_sd_deg=0.542,
        landmark_sd_deg=1.087,
        scatter_gain_deg=152.356,
        spread_gain=0.595,
        disagreement_gain=0.149,
        scatter_doubt_deg=0.000,
    ),
    lens=LensConstants(
        usual_deg=2.643,
        per_framing=0.370,
        per_hips_deg=-23.437,
        per_shoulders_deg=-32.729,
        sd_deg=3.788,
        aside_gain=1.580,
    ),
    thigh_per_shank_apart=-0.147,
    shank_per_length=-2.497,
    no_outline_sd_deg=4.346,
    covered_shank_sd_deg=3.000,
    thigh_floor_deg=0.527,
    knee_floor_deg=0.600,
    thigh_interval_gain=1.287,
    knee_interval_gain=1.489,
)
"""The constants of BlazePose full and heavy together, every look of `Effort.STANDARD` by either; fitted before
`LimbConstants.scatter_doubt_deg` was."""

FIRST_LOOKS_AGREE_DEG = 12.0
"""First looks whose thighs and shanks are no further apart than this need no more looks: the most by which the errors
do not grow, as ``benchmarks/calibrate.py`` finds it."""

CALIBRATIONS: dict[str, Calibration] = {
    "heavy": CALIBRATION,
    "full": BOTH_CALIBRATION,
    "full+heavy": BOTH_CALIBRATION,
}
"""The constants of every network by its name in `thomas_test.estimators.registry.NETWORKS`, and of those that read a
picture together by their names in the order of the alphabet. For full alone, which `Effort.FAST` asks for, those of
both stand in. Of the smallest, ``lite``, nobody has fitted any."""

UNCALIBRATED_GAIN = 2.0
"""How much less sure what a network without constants tells is taken to be; assumed."""

UNCALIBRATED = replace(
    CALIBRATION,
    thigh=replace(
        CALIBRATION.thigh,
        landmark_offset_deg=0.0,
        landmark_sd_deg=3.7,
        outline_sd_deg=UNCALIBRATED_GAIN * CALIBRATION.thigh.outline_sd_deg,
    ),
    shank=replace(
        CALIBRATION.shank,
        landmark_offset_deg=0.0,
        landmark_sd_deg=3.0,
        outline_sd_deg=UNCALIBRATED_GAIN * CALIBRATION.shank.outline_sd_deg,
    ),
    thigh_floor_deg=UNCALIBRATED_GAIN * CALIBRATION.thigh_floor_deg,
    knee_floor_deg=UNCALIBRATED_GAIN * CALIBRATION.knee_floor_deg,
)
"""What stands in where a network has no constants. Where it puts its landmarks is not known, so nothing is taken off
but for the height of the lens, and their spread is that of landmarks against hand annotation on 23 photos of people in
other positions (thigh 3.7, shank 3.0 degrees). The middle of the flesh is geometry of bodies and stays; its spread and
the floors are `UNCALIBRATED_GAIN` times wider."""


@dataclass(frozen=True, kw_only=True)
class HeadPlace:
    """Where a head can be, seen from a joint, in lengths of the limb that ends there. Of bodies, not of a network.

    Attributes
    ----------
    aside
        How far its middle lies beside the joint: headwards along the level, from beyond the feet towards the midline.
    up
        How far above.
    radius
        Of the circle about it that holds every head.
    """

    aside: float
    up: float
    radius: float


HEAD_FROM_HIP = HeadPlace(aside=1.8, up=0.13, radius=1.0)
"""From the side, in lengths of the thigh: the mean of the scenes and the hard scenes (1.36 to 2.21 headwards, and from
0.49 above to 0.09 below the hip); the farthest of those middles, and half a head about it."""
HEAD_FROM_KNEE = HeadPlace(aside=0.65, up=0.32, radius=0.85)
"""From beyond the feet, in lengths of the shank as seen: the middle of the scenes, whose shoulders lie 0.35 to 0.92
aside and 0.01 to 0.61 up; they need a radius of 0.71 with the points as found, 0.60 with true ones."""


def calibration_for(models: Sequence[ModelInfo]) -> Calibration | None:
    """The constants of the networks that read a picture together; None where none were fitted for just these."""
    return CALIBRATIONS.get("+".join(sorted({model.name for model in models})))
