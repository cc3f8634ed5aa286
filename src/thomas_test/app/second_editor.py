"""The editor of a photo from the feet or from above: what its points are called, and what the browser is told."""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.app.editor.payload import Payload, default_line_px
from thomas_test.app.second_photo import SecondPhoto, level_of_second, points_of_second, size_px_of
from thomas_test.front import NEEDED, USED
from thomas_test.landmarks import Joint

LABELS: Mapping[Joint, str] = {
    Joint.HIP: "Hip, outside",
    Joint.KNEE: "Knee",
    Joint.ANKLE: "Ankle",
    Joint.OTHER_HIP: "Other hip, outside",
    Joint.SHOULDER: "Shoulder, same side",
    Joint.OTHER_SHOULDER: "Other shoulder",
}
"""What the points of a second photo are called."""


def payload(second: SecondPhoto, *, picture_url: str) -> Payload:
    """Give the editor's data: the view's joints, those not placed yet parked in a row at the top."""
    width, height = size_px_of(second)
    points, used = points_of_second(second), USED[second.view]
    joints = [
        {
            "id": joint.value,
            "label": LABELS[joint],
            "kind": "near" if joint in points else "absent",
            "note": "" if joint in points else ("drag it there" if joint in NEEDED[second.view] else "if seen"),
            "guess": ((0.2 + 0.6 * n / max(1, len(used) - 1)) * width, (0.08 if n % 2 else 0.14) * height),
        }
        for n, joint in enumerate(used)
    ]
    level = level_of_second(second)
    return {
        "reading": second.ident,
        "picture": picture_url,
        "width": width,
        "height": height,
        "echo": second.echo,
        "quiet": True,
        "points": {joint.value: list(point) for joint, point in points.items()},
        "joints": joints,
        "forward": 1,
        "tilt": level.tilt_deg,
        "line": [list(end) for end in default_line_px((width, height), level.tilt_deg)],
        "can_undo": bool(second.past),
        "can_reset": bool(second.past),
        "can_swap": False,
        "say": "Points of the second photo.",
    }
