"""What follows when a person moves points, draws a level line or chooses other thresholds."""

from __future__ import annotations

from dataclasses import replace

from thomas_test.analysis import Analysis, Evidence, Outcome
from thomas_test.checks import level_warnings
from thomas_test.criteria import Preset
from thomas_test.levelling import MARKED_SD_DEG, choose_level, weigh_levels
from thomas_test.measurement import HorizonSource, Level
from thomas_test.measuring import outcome_of
from thomas_test.quality import RefusalCode, WarningCode
from thomas_test.thomas_pose import PointsSource, ThomasPose
from thomas_test.uncertainty import Spread, hand_spread


def correct(
    analysis: Analysis,
    *,
    pose: ThomasPose | None = None,
    level: Level | None = None,
    level_sd_deg: float = MARKED_SD_DEG,
    preset: Preset | None = None,
) -> Analysis:
    """Measure again with what a person changed; the outcome of the networks is kept beside.

    Parameters
    ----------
    analysis
        A measured one, corrected before or not; or a refused one, where the person places all the points.
    pose
        The points as they are now; None leaves them. Points moved by hand get the interval of hand-placed ones.
    level
        A horizontal that a person marked; None leaves it.
    level_sd_deg
        Its standard deviation, in degrees, as `thomas_test.levelling.level_from_line` gives it for a drawn line.
    preset
        Other thresholds; None leaves them. Thresholds alone correct nothing.

    Raises
    ------
    ValueError
        When a refused picture is corrected without points.
    """
    before = analysis.outcome
    if before is None and pose is None:
        raise ValueError(f"expected points for {analysis.name}, which was refused; got none")
    preset = preset or analysis.preset
    points = replace(pose, source=PointsSource.HAND) if pose is not None else analysis.measured.pose
    evidence, used, warnings = _levels_after(analysis, level, level_sd_deg)
    spread = (
        hand_spread(points, level_sd_deg=evidence.level_sd_deg)
        if points.source is PointsSource.HAND
        else _spread_with_level(analysis, evidence.level_sd_deg)
    )
    outdated = _RECOMPUTED if pose is None else _RECOMPUTED | _OF_READINGS
    kept = _camera_warnings(analysis) if before is None else tuple(w for w in before.warnings if w not in outdated)
    corrected = pose is not None or level is not None
    return replace(
        analysis,
        preset=preset,
        refusal=None,
        outcome=outcome_of(points, used, spread, preset, (*kept, *warnings)),
        automatic=analysis.automatic or (_unless_by_hand(before) if corrected else None),
        evidence=evidence,
    )


_RECOMPUTED = frozenset(
    {
        WarningCode.NOT_LEVELLED,
        WarningCode.LEVELS_DISAGREE,
        WarningCode.ANKLE_HIDDEN,
        WarningCode.KNEE_OVERBENT,
        WarningCode.TRUNK_SLOPED,
    }
)
"""Warnings that `outcome_of` and the level give anew after a correction."""

_OF_READINGS = frozenset(
    {
        WarningCode.READINGS_SCATTER,
        WarningCode.OUTLINE_DISAGREES,
        WarningCode.LEG_CHOICE_UNSURE,
        WarningCode.LEG_NEAR_FRAME,
        WarningCode.OTHER_KNEE_LOW,
    }
)
"""Warnings about points that the networks placed; those about the camera and the picture hold for anybody's points."""


def _unless_by_hand(outcome: Outcome | None) -> Outcome | None:
    """Give an outcome of the networks; points that a person placed before are no automatic measurement."""
    return None if outcome is None or outcome.pose.source is PointsSource.HAND else outcome


def _camera_warnings(refused: Analysis) -> tuple[WarningCode, ...]:
    """Points placed by hand on a view from far above are still seen from there."""
    steep = refused.refusal is not None and refused.refusal.code is RefusalCode.CAMERA_TOO_HIGH
    return (WarningCode.CAMERA_HIGH,) if steep else ()


def _levels_after(
    analysis: Analysis, level: Level | None, level_sd_deg: float
) -> tuple[Evidence, Level, tuple[WarningCode, ...]]:
    """Give evidence, horizontal and warnings after a person drew a level line, or left it."""
    evidence = analysis.evidence
    if level is None and analysis.outcome is not None:
        kept = {WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE}
        return evidence, analysis.outcome.level, tuple(w for w in analysis.outcome.warnings if w in kept)
    if level is None:
        rows = choose_level(marked_tilt_deg=None, gravity=None, edge=None)
        return replace(evidence, levels=rows.all_found, level_sd_deg=rows.sd_deg), rows.used, level_warnings(rows)
    others = tuple(found for found in evidence.levels if found.source is not HorizonSource.MARKED)
    weighed = weigh_levels(level, level_sd_deg, others)
    evidence = replace(evidence, levels=weighed.all_found, level_sd_deg=weighed.sd_deg)
    return evidence, level, level_warnings(weighed)


def _spread_with_level(analysis: Analysis, level_sd_deg: float) -> Spread:
    """Give the spread of points that the networks placed, with another horizontal's share in it."""
    now = analysis.measured.measurement
    own = max((now.thigh.half_width_deg / 1.96) ** 2 - analysis.evidence.level_sd_deg**2, 0.0)
    knee_sd = now.knee.half_width_deg / 1.96 if now.knee else 0.0
    return Spread(thigh_sd_deg=(own + level_sd_deg**2) ** 0.5, knee_sd_deg=knee_sd)
