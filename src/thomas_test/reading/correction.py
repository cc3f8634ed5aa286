"""What follows when a person moves points, draws a level line or chooses other thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from thomas_test.core.analysis import Analysis, Evidence, Outcome
from thomas_test.core.angles import ROWS, HorizonSource, Level
from thomas_test.core.criteria import Preset, assess, refuse_angles
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.statements import Statements
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.checks.limbs import HELD_WELL_DEG, level_warnings
from thomas_test.reading.checks.position import held_thigh_deg
from thomas_test.reading.conclude import outcome_of
from thomas_test.reading.level.choice import LevelChoice
from thomas_test.reading.uncertainty import Spread, hand_spread


def correct(
    analysis: Analysis,
    *,
    pose: ThomasPose | None = None,
    level: Level | None = None,
    preset: Preset | None = None,
    stated: Statements | None = None,
) -> Analysis:
    """Measure again with what a person changed; the outcome of the networks is kept beside.

    Parameters
    ----------
    analysis
        A measured one, corrected before or not; or a refused one, where the person places all the points.
    pose
        The points as they are now; None leaves them. Joints in its `by_hand`, and those where no point was before,
        count as placed by a person: an angle between such joints gets the interval of hand-placed points, any other
        keeps the wider one.
    level
        A horizontal that a person marked, such as `thomas_test.reading.level.marked.level_from_line` gives for a line;
        None leaves it.
    preset
        Other thresholds; None leaves them. Thresholds alone correct nothing.
    stated
        What is stated about how the test was done; None leaves it. It corrects nothing, either.

    Returns
    -------
    Analysis
        A refused one where the points are those of no hanging leg: no file gets such angles.

    Raises
    ------
    ValueError
        When a refused picture is corrected without points.
    """
    before = analysis.outcome
    if before is None and pose is None:
        raise ValueError(f"expected points for {analysis.name}, which was refused; got none")
    preset, stated = preset or analysis.preset, stated or analysis.stated
    points = _with_hands(before, pose) if pose is not None else analysis.measured.pose
    levels, used, warnings = _levels_after(analysis, level)
    spread = _spread(analysis, points, used)
    kept = (
        _camera_warnings(analysis)
        if before is None
        else tuple(w for w in before.warnings if _holds(w, analysis, points))
    )
    corrected = pose is not None or level is not None
    outcome = outcome_of(points, used, spread, preset, (*kept, *warnings), stated)
    refusal = refuse_angles(outcome.measurement) if corrected else None
    automatic = analysis.automatic or (_unless_by_hand(before) if corrected else None)
    return replace(
        analysis,
        preset=preset,
        stated=stated,
        refusal=refusal,
        automatic_refusal=analysis.automatic_refusal or (analysis.refusal if analysis.automatic is None else None),
        outcome=None if refusal else outcome,
        automatic=automatic and _judged(automatic, preset, stated),
        evidence=replace(analysis.evidence, levels=levels),
    )


def _judged(outcome: Outcome, preset: Preset, stated: Statements) -> Outcome:
    findings = assess(outcome.measurement, preset, stated)
    return outcome if outcome.findings == findings else replace(outcome, findings=findings)


_OF_LEVEL = frozenset({WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE})
_RECOMPUTED = _OF_LEVEL | {WarningCode.ANKLE_HIDDEN, WarningCode.KNEE_OVERBENT, WarningCode.TRUNK_SLOPED}
"""Warnings that `outcome_of` and the level give anew after a correction."""

_NEEDED_BY_HAND: Mapping[WarningCode, frozenset[Joint]] = {
    WarningCode.OUTLINE_DISAGREES: frozenset({Joint.KNEE}),
    WarningCode.LEG_NEAR_FRAME: frozenset({Joint.KNEE, Joint.ANKLE}),
    WarningCode.OTHER_KNEE_LOW: frozenset({Joint.OTHER_KNEE}),
    WarningCode.NETWORK_NOT_CALIBRATED: frozenset({Joint.HIP, Joint.KNEE, Joint.ANKLE}),
}
"""Warnings about points that the networks placed, and which of them a person has to place or confirm to settle it. What
is said about the camera and the picture holds for anybody's points; which leg it is, no point tells."""

_THIGH, _KNEE = (Joint.HIP, Joint.KNEE), (Joint.HIP, Joint.KNEE, Joint.ANKLE)


def joints_in_doubt(analysis: Analysis) -> frozenset[Joint]:
    """The points that the warnings of a picture are about, without those that a person placed or confirmed."""
    outcome = analysis.outcome
    if outcome is None:
        return frozenset()
    doubted = frozenset[Joint]().union(*(_doubted(code, analysis.evidence) for code in outcome.warnings))
    return frozenset(joint for joint in doubted if joint in outcome.pose and not outcome.pose.is_by_hand(joint))


def _doubted(code: WarningCode, evidence: Evidence) -> frozenset[Joint]:
    if code is WarningCode.READINGS_SCATTER:
        thigh, knee = evidence.thigh_spread_deg or 0.0, evidence.knee_spread_deg or 0.0
        return frozenset(_THIGH) if thigh >= knee else frozenset({Joint.ANKLE})
    return frozenset() if code is WarningCode.LEG_NEAR_FRAME else _NEEDED_BY_HAND.get(code, frozenset())


def _holds(code: WarningCode, analysis: Analysis, points: ThomasPose) -> bool:
    """Whether a warning given before still holds for these points; those given anew do not."""
    if code in _RECOMPUTED:
        return False
    needed = _NEEDED_BY_HAND.get(code) or _doubted(code, analysis.evidence)
    placed = [joint for joint in needed if joint in points]
    if not placed or not points.is_by_hand(*placed):
        return True
    # A person knows better where the held knee is, but not better than this where a held knee should be.
    low = code is WarningCode.OTHER_KNEE_LOW and Joint.OTHER_HIP in points
    return low and held_thigh_deg(points) > HELD_WELL_DEG


def _with_hands(before: Outcome | None, pose: ThomasPose) -> ThomasPose:
    """Say which joints are a person's: a point where there was none before was put there by somebody.

    A leg that was swapped keeps its points under other names: nobody has placed those.
    """
    if before is None:
        return replace(pose, source=PointsSource.HAND, by_hand=None)
    there = np.stack(list(before.pose.points_px.values()))
    new = {joint for joint, at in pose.points_px.items() if not (np.hypot(*(there - at).T) < _SAME_PLACE_PX).any()}
    return replace(pose, source=PointsSource.HAND, by_hand=frozenset(new) | (pose.by_hand or frozenset()))


_SAME_PLACE_PX = 1e-3
"""Points nearer than this are one: they have been to the browser and back."""


def _spread(analysis: Analysis, points: ThomasPose, level: Level) -> Spread:
    """The spread after a hand: between joints that it placed, that of placed points; elsewhere no less than before."""
    hand = hand_spread(points, level=level)
    if analysis.outcome is None:
        return hand
    # A swap puts points that nobody placed where placed ones were: those are as sure as the networks were.
    swapped = analysis.outcome.pose.is_by_hand(*_THIGH) and not points.is_by_hand(*_THIGH)
    had = _spread_with_level((analysis.automatic if swapped else None) or analysis.outcome, level)
    if points.source is not PointsSource.HAND:
        return had
    return Spread(
        thigh_sd_deg=hand.thigh_sd_deg if points.is_by_hand(*_THIGH) else max(hand.thigh_sd_deg, had.thigh_sd_deg),
        knee_sd_deg=hand.knee_sd_deg if points.is_by_hand(*_KNEE) else max(hand.knee_sd_deg, had.knee_sd_deg),
    )


def _unless_by_hand(outcome: Outcome | None) -> Outcome | None:
    """An outcome of the networks; points that a person placed before are no automatic measurement."""
    return None if outcome is None or outcome.pose.source is PointsSource.HAND else outcome


def _camera_warnings(refused: Analysis) -> tuple[WarningCode, ...]:
    """Points placed by hand on a view from far above are still seen from there."""
    steep = refused.refusal is not None and refused.refusal.code is RefusalCode.CAMERA_TOO_HIGH
    return (WarningCode.CAMERA_HIGH,) if steep else ()


def _levels_after(analysis: Analysis, level: Level | None) -> tuple[tuple[Level, ...], Level, tuple[WarningCode, ...]]:
    """All horizontals, the one used and its warnings after a person drew a level line, or left it."""
    if level is None and analysis.outcome is not None:
        warnings = tuple(code for code in analysis.outcome.warnings if code in _OF_LEVEL)
        return analysis.evidence.levels, analysis.outcome.level, warnings
    # of a refused photo the level is known where its file knows it; records of before kept none, not even the rows
    found = analysis.evidence.levels or (ROWS,)
    if level is not None:
        found = (level, *(each for each in found if each.source is not HorizonSource.MARKED))
    choice = LevelChoice(all_found=found)
    return choice.all_found, choice.used, level_warnings(choice)


def _spread_with_level(outcome: Outcome, level: Level) -> Spread:
    """The spread that an outcome has, with another horizontal's share in it.

    A knee angle that was not there before is at least as unsure as the thigh that is one side of it.
    """
    now = outcome.measurement
    own = max(now.thigh.sd_deg**2 - outcome.level.sd_deg**2, 0.0)
    knee_sd = now.knee.sd_deg if now.knee else own**0.5
    return Spread(thigh_sd_deg=(own + level.sd_deg**2) ** 0.5, knee_sd_deg=knee_sd)
