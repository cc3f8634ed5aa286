"""What a hand did to a case - moved points, drew the level, swapped the leg - put through the pipeline.

An edit comes from the browser as a plain object: nothing in it is trusted before it was checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from thomas_test.app.desk import Case, Line, Point
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import HorizonSource
from thomas_test.core.criteria import Preset
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.settings import Settings
from thomas_test.core.statements import Statements
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.correction import correct
from thomas_test.reading.level.marked import level_from_line


def points_of(found: object) -> dict[Joint, Point]:
    """Check the points of an edit; raises UsageError where they are none."""
    if not isinstance(found, Mapping) or not found:
        raise UsageError(f"expected points by their joint, got {found!r}")
    try:
        return {Joint(str(name)): point_of(at) for name, at in found.items()}
    except ValueError as error:
        raise UsageError(f"expected joints out of {', '.join(Joint)}, got {error}") from error


def line_of(found: object) -> Line:
    """Check the line of an edit; raises UsageError where it is none."""
    if not isinstance(found, list | tuple) or len(found) != 2:
        raise UsageError(f"expected the two ends of a line, got {found!r}")
    ends = point_of(found[0]), point_of(found[1])
    if ends[0] == ends[1]:
        raise UsageError("expected a level line with two ends, got both in one place")
    return ends


def point_of(found: object) -> Point:
    """Check a point of an edit; raises UsageError where it is none."""
    if isinstance(found, list | tuple) and len(found) == 2:
        x, y = found
        if isinstance(x, int | float) and isinstance(y, int | float) and math.isfinite(x) and math.isfinite(y):
            return float(x), float(y)
    raise UsageError(f"expected a point as two finite numbers, got {found!r}")


_OTHER_LEG = {
    Joint.HIP: Joint.OTHER_HIP,
    Joint.KNEE: Joint.OTHER_KNEE,
    Joint.ANKLE: Joint.OTHER_ANKLE,
    Joint.SHOULDER: Joint.OTHER_SHOULDER,
}
_SWAP = _OTHER_LEG | {other: joint for joint, other in _OTHER_LEG.items()}


def apply_edit(case: Case, edit: Mapping[str, object]) -> Case:
    """Do what the editor reports.

    Parameters
    ----------
    case
        A measured case, or a refused one on which points are being placed.
    edit
        ``kind`` (``points``, ``level``, ``confirm``, ``swap``, ``undo`` or ``reset``), ``seq`` (the report's number)
        and what the kind needs: ``points`` (joint to point) or ``line`` (two points), in pixels of the full picture.

    Raises
    ------
    UsageError
        When the edit cannot be followed; the case is then as it was.
    """
    kind = edit.get("kind")
    if kind == "undo" and case.past:
        changed = case.undone()
    elif case.draft is not None:
        changed = _placed(case, edit)
    elif kind == "points":
        changed = _with_pose(case, _moved(case.read, points_of(edit.get("points"))))
    elif kind == "level":
        line = line_of(edit.get("line"))
        changed = case.changed(_levelled(case.read, line), line_px=line)
    elif kind in {"confirm", "swap"} and case.read.outcome is None:
        # overtaken: pressed before the editor heard that the picture is a refused one again
        raise UsageError("expected a measured picture, got a refused one: place its points first")
    elif kind == "confirm":
        changed = with_confirmed_points(case)
    elif kind == "swap":
        changed = with_swapped_leg(case)
    elif kind == "undo":
        changed = case
    elif kind == "reset":
        changed = without_corrections(case)
    else:
        raise UsageError(f"expected an edit of points or level, confirm, swap, undo or reset, got {kind!r}")
    return changed.heard(edit)


def with_leg(case: Case, leg: Side) -> Case:
    """Name the tested leg. The points stay and with them the angles: which side it is was the only thing changed."""
    analysis = case.read
    outcome = analysis.measured
    named = replace(
        outcome,
        pose=replace(outcome.pose, tested_leg=leg),
        warnings=tuple(code for code in outcome.warnings if code is not WarningCode.LEG_CHOICE_UNSURE),
    )
    by_networks = bool(analysis.read_by.models) and outcome.pose.source is not PointsSource.HAND
    automatic = analysis.automatic or (outcome if by_networks else None)
    return case.changed(replace(analysis, outcome=named, automatic=automatic), line_px=case.line_px)


def with_choices(case: Case, settings: Settings) -> Case:
    """Follow choices of leg and head on a case with a person's work in it: nothing is read again, so effort stays."""
    before = case.settings
    case = replace(case, settings=replace(settings, effort=before.effort, preset=before.preset, stated=before.stated))
    if case.draft is None and case.read.outcome is not None:
        if settings.leg not in (None, before.leg):
            case = with_leg(case, settings.leg)
        if settings.head_towards not in (None, before.head_towards):
            case = _with_pose(case, replace(case.read.measured.pose, head_towards=settings.head_towards))
    elif case.draft and settings.head_towards not in (None, before.head_towards):
        hung = _last_measured(case)
        if hung is not None:
            pose = replace(_moved(hung, case.draft), head_towards=settings.head_towards)
            case = _settled(case, correct(hung, pose=pose), case.draft)
    return with_preset(case, settings.preset)


def with_preset(case: Case, preset: Preset) -> Case:
    """Hold the same angles against other thresholds; nothing that a person did is lost, nothing counts as corrected."""
    return _held(case, replace(case.settings, preset=preset))


def with_statements(case: Case, stated: Statements) -> Case:
    """Say how the test was done: the angles stay, and a pattern is named where it may be."""
    return _held(case, replace(case.settings, stated=stated))


def _held(case: Case, settings: Settings) -> Case:
    analysis, preset, stated = case.analysis, settings.preset, settings.stated
    if analysis is None or (analysis.preset, analysis.stated) == (preset, stated):
        return replace(case, settings=settings)
    if analysis.outcome is None:
        return replace(case, settings=settings, analysis=replace(analysis, preset=preset, stated=stated))
    held = correct(analysis, preset=preset, stated=stated)
    return replace(case, settings=settings, analysis=held, revision=case.revision + 1)


def with_swapped_leg(case: Case) -> Case:
    """Measure the leg that was taken for the held one.

    Raises
    ------
    UsageError
        When hip or knee of that leg were not found, or lie as no hanging leg can.
    """
    pose = case.read.measured.pose
    if not can_swap(pose):
        raise UsageError("expected hip and knee of the other leg, got none: drag the points to the other leg")
    swapped = _with_pose(
        case,
        ThomasPose(
            tested_leg=pose.tested_leg.other,
            head_towards=pose.head_towards,
            points_px={_SWAP.get(joint, joint): point for joint, point in pose.points_px.items()},
            source=PointsSource.HAND,
            by_hand=frozenset(_SWAP.get(joint, joint) for joint in pose.by_hand or ()),
        ),
    )
    if swapped.read.refusal is not None:
        raise UsageError(
            f"expected the other leg to hang, got one that cannot: {swapped.read.refusal.detail} The legs stay as they "
            "were: where neither lies on the leg that hangs, drag the points there"
        )
    return swapped


def with_confirmed_points(case: Case) -> Case:
    """Take the points as a person's own: somebody looked at each of them and found them right."""
    pose = case.read.measured.pose
    return _with_pose(case, replace(pose, by_hand=frozenset(pose.points_px)))


def without_corrections(case: Case) -> Case:
    """The automatic reading back, be it a refusal; undo brings the corrections again."""
    analysis = case.read
    if not case.is_corrected:
        return case
    step = next((step for step in reversed(case.past) if _is_automatic(step.read)), None)
    if step is not None:
        read, settings = step.read, case.settings_after(step)
    else:  # a saved result that was corrected before it was opened
        levels = tuple(level for level in analysis.evidence.levels if level.source is not HorizonSource.MARKED)
        read = replace(
            analysis,
            outcome=analysis.automatic,
            automatic=None,
            refusal=None if analysis.automatic else analysis.automatic_refusal,
            automatic_refusal=None,
            evidence=replace(analysis.evidence, levels=levels),
        )
        settings = case.settings
    return _held(case.changed(read, line_px=None), settings)


def _is_automatic(analysis: Analysis) -> bool:
    return analysis.automatic is None and analysis.automatic_refusal is None


def start_placing(case: Case) -> Case:
    """Let a person place the points of a refused picture: nothing is measured before hip and knee stand."""
    return replace(case, draft={}, revision=case.revision + 1)


def stop_placing(case: Case) -> Case:
    """Forget the points placed so far on a refused picture."""
    return replace(case, draft=None, revision=case.revision + 1)


def can_swap(pose: ThomasPose) -> bool:
    """Whether the other leg's thigh was found."""
    return Joint.OTHER_HIP in pose and Joint.OTHER_KNEE in pose


def _placed(case: Case, edit: Mapping[str, object]) -> Case:
    """Take in points placed on a refused picture; it becomes a measured one once hip and knee stand."""
    kind = edit.get("kind")
    if kind == "level":
        line = line_of(edit.get("line"))
        # a line that tells nothing is refused now, not with the last point
        level_from_line(*line, size_px=case.read.size_px, plumb=True)
        return replace(case, line_px=line, revision=case.revision + 1)
    if kind != "points":
        return without_corrections(case) if case.is_corrected else replace(start_placing(case), line_px=None)
    draft = points_of(edit.get("points"))
    if not {Joint.HIP, Joint.KNEE} <= draft.keys():
        return replace(case, draft=draft, revision=case.revision + 1)
    hung = _last_measured(case)
    if hung is not None:
        return _settled(case, correct(hung, pose=_moved(hung, draft)), draft)
    return _settled(case, _measured_by_hand(case, draft), draft)


def _last_measured(case: Case) -> Analysis | None:
    """What was measured before a hand moved the points where no hanging leg has them; None on a refused picture."""
    by_hand = case.read.refusal is not None and case.is_corrected
    return next((step.read for step in reversed(case.past) if step.read.outcome), None) if by_hand else None


def _settled(case: Case, analysis: Analysis, points: Mapping[Joint, Point]) -> Case:
    """The case as a hand left it; where no hanging leg lies so its points stay at hand, to be dragged on."""
    changed = case.changed(analysis, line_px=case.line_px)
    return changed if analysis.refusal is None else replace(changed, draft=dict(points))


def _measured_by_hand(case: Case, draft: Mapping[Joint, Point]) -> Analysis:
    # Nothing in the points says left or right: the side is the person's choice, and the warning asks for it.
    leg, head = case.settings.leg, case.settings.head_towards
    lies = Direction.LEFT if draft[Joint.KNEE][0] > draft[Joint.HIP][0] else Direction.RIGHT
    try:
        pose = ThomasPose(
            tested_leg=leg or Side.LEFT,
            head_towards=head or lies,
            points_px={joint: np.asarray(point) for joint, point in draft.items()},
            source=PointsSource.HAND,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    analysis = correct(case.read, pose=pose)
    if case.line_px is not None and analysis.outcome is not None:
        analysis = _levelled(analysis, case.line_px)
    if leg is not None or analysis.outcome is None:
        return analysis
    outcome = analysis.measured
    warnings = (*outcome.warnings, WarningCode.LEG_CHOICE_UNSURE)
    return replace(analysis, outcome=replace(outcome, warnings=warnings))


def _with_pose(case: Case, pose: ThomasPose) -> Case:
    points = {joint: (float(x), float(y)) for joint, (x, y) in pose.points_px.items()}
    return _settled(case, correct(case.read, pose=pose), points)


def _moved(analysis: Analysis, points: Mapping[Joint, Point]) -> ThomasPose:
    try:
        return analysis.measured.pose.with_points(points, source=PointsSource.HAND)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _levelled(analysis: Analysis, line: Line) -> Analysis:
    return correct(analysis, level=level_from_line(*line, size_px=analysis.size_px, plumb=True))
