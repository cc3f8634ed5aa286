"""What the editor is told: the picture, the points with their names, and where it may go. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from thomas_test.app.desk import Case, Line, Point
from thomas_test.app.editor.edits import can_swap
from thomas_test.core.analysis import Analysis
from thomas_test.core.geometry import line_tilt_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.output.words import knee_words, thigh_words
from thomas_test.reading.correction import joints_in_doubt
from thomas_test.reading.level.marked import level_or_plumb_deg

Payload = dict[str, Any]
"""A JSON object for the browser: ``Any`` because Streamlit takes whatever JSON can hold."""

MOVABLE: Mapping[Joint, str] = {
    Joint.HIP: "Hip",
    Joint.KNEE: "Knee",
    Joint.ANKLE: "Ankle",
    Joint.OTHER_KNEE: "Other knee",
    Joint.SHOULDER: "Shoulder",
}
"""The points that a person may move, and what they are called."""

PELVIS_LABELS: Mapping[Joint, str] = {Joint.CREST: "Iliac crest", Joint.ASIS: "ASIS", Joint.PSIS: "PSIS"}
"""Points of the pelvis that a person may mark, where they are to be marked."""

_FAR = frozenset({Joint.OTHER_KNEE, Joint.SHOULDER})
_PARKED = {Joint.HIP: (0.24, 0.13), Joint.KNEE: (0.5, 0.22), Joint.ANKLE: (0.76, 0.13)}
"""Where points wait to be placed, as shares of the picture: so far apart that their words never meet, on no screen."""
_SHANK_PER_THIGH = 0.95
"""Where an unseen ankle is offered: shank over thigh, 0.40 m to 0.42 m (docs/method.md#camera)."""


def editor_payload(case: Case, *, pelvis: bool = False) -> Payload:
    """The editor's data for a measured case, or for a refused one on which points are being placed.

    Parameters
    ----------
    case
        The case.
    pelvis
        Whether points of the pelvis are offered as well.
    """
    analysis = case.read
    if analysis.outcome is None:
        draft, refusal = case.draft or {}, analysis.refusal
        say = refusal.words if refusal and draft else "Place hip, knee and ankle."
        return placing_payload(draft, analysis.size_px, case.line_px, say=say)
    outcome = analysis.outcome
    pose, measurement = outcome.pose, outcome.measurement
    return {
        "points": {joint.value: [float(point[0]), float(point[1])] for joint, point in pose.points_px.items()},
        "joints": _joints(analysis, pose, pelvis=pelvis),
        "forward": pose.forward_sign,
        "tilt": outcome.level.tilt_deg,
        "line": [list(end) for end in case.line_px or default_line_px(analysis.size_px, outcome.level.tilt_deg)],
        "can_reset": case.is_corrected,
        "can_swap": can_swap(pose),
        "say": f"Measured: {thigh_words(measurement.thigh)}, {knee_words(measurement.knee)}.",
    }


def placing_payload(
    placed: Mapping[Joint, Point], size_px: tuple[int, int], line_px: Line | None, *, say: str
) -> Payload:
    """Offer hip, knee and ankle in a row to be dragged into place; until then they are no points.

    Parameters
    ----------
    placed
        Those that stand already.
    size_px
        Width and height of the picture.
    line_px
        The level line as it was left; None for one along the rows.
    say
        What the editor says below the picture.
    """
    joints = [
        {
            "id": joint.value,
            "label": MOVABLE[joint],
            "kind": "near" if joint in placed else "absent",
            "note": "" if joint in placed else "drag it there",
            "guess": (across * size_px[0], down * size_px[1]),
        }
        for joint, (across, down) in _PARKED.items()
    ]
    line = line_px or default_line_px(size_px, 0.0)
    return {
        "placing": True,
        "points": {joint.value: list(point) for joint, point in placed.items()},
        "joints": joints,
        "forward": 1,
        "tilt": level_or_plumb_deg(line_tilt_deg(*line)),
        "line": [list(end) for end in line],
        "can_reset": bool(placed),
        "can_swap": False,
        "say": say,
    }


def default_line_px(size_px: tuple[int, int], tilt_deg: float) -> Line:
    """Offer a level line low in the picture, with the tilt that is used."""
    width, height = size_px
    turn = math.radians(tilt_deg)
    middle, half = (0.5 * width, 0.86 * height), 0.32 * width
    across, up = half * math.cos(turn), half * math.sin(turn)
    return (middle[0] - across, middle[1] + up), (middle[0] + across, middle[1] - up)


def _joints(analysis: Analysis, pose: ThomasPose, *, pelvis: bool) -> list[Payload]:
    unsure = joints_in_doubt(analysis)
    joints: list[Payload] = []
    for joint, label in MOVABLE.items():
        kind = "far" if joint in _FAR else "near"
        if joint in pose:
            note = "unsure, please check" if joint in unsure else ""
            state = f"{kind} tt-unsure" if joint in unsure else kind
            joints.append({"id": joint.value, "label": label, "kind": state, "note": note})
        elif joint is Joint.ANKLE:
            guess = _ankle_guess_px(pose)
            joints.append(
                {"id": joint.value, "label": label, "kind": "absent", "note": "not seen, drag it there", "guess": guess}
            )
    return [*joints, *_pelvis_joints(pose, offered=pelvis)]


def _pelvis_joints(pose: ThomasPose, *, offered: bool) -> list[Payload]:
    """The points of the pelvis: those marked, and where they are offered those to drag into place."""
    hip, thigh_px = pose[Joint.HIP], math.hypot(*(pose[Joint.KNEE] - pose[Joint.HIP]))
    joints: list[Payload] = []
    for number, (joint, label) in enumerate(PELVIS_LABELS.items(), start=1):
        if joint in pose:
            joints.append({"id": joint.value, "label": label, "kind": "far", "note": ""})
        elif offered:
            # towards the head and above the body, apart from each other: a place to take hold of, never measured
            guess = [
                float(hip[0]) - pose.forward_sign * (0.15 + 0.2 * number) * thigh_px,
                float(hip[1]) - 0.55 * thigh_px,
            ]
            note = "optional: drag it there"
            joints.append({"id": joint.value, "label": label, "kind": "absent", "note": note, "guess": guess})
    return joints


def _ankle_guess_px(pose: ThomasPose) -> Point:
    """Offer an ankle straight below the knee: only a place to take hold of it, never measured."""
    hip, knee = pose[Joint.HIP], pose[Joint.KNEE]
    return float(knee[0]), float(knee[1]) + _SHANK_PER_THIGH * math.hypot(*(knee - hip))
