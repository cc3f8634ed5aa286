"""The optional second photo of each leg: from beyond the feet for rotation, from above for abduction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import numpy as np
import streamlit as st

from thomas_test.app import check_drawings, engine, pictures
from thomas_test.app.check_room import CheckRoom, SecondPhoto, other_views
from thomas_test.app.choices import current_settings
from thomas_test.app.desk import new_ident
from thomas_test.app.editor import show_editor
from thomas_test.app.editor.payload import Payload, default_line_px
from thomas_test.app.edits import line_of, points_of, tilt_of_line_deg
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.palette import palette_for
from thomas_test.errors import ThomasTestError, UsageError
from thomas_test.examination import steps
from thomas_test.examination.statements import SEEN_WORDS, Seen
from thomas_test.front import (
    NEEDED,
    USED,
    FrontAnalysis,
    FrontPose,
    View,
    draw_front,
    level_of,
    measure_front_points,
)
from thomas_test.front.drawing import turn_words
from thomas_test.images import encode_picture, read_photo
from thomas_test.landmarks import Joint, Side
from thomas_test.measurement import ROWS, HorizonSource, Level
from thomas_test.thomas_pose import PointsSource

_VIEW_WORDS: Mapping[View, str] = {
    View.FRONT: "from the feet (rotation)",
    View.TOP: "from above (abduction)",
}
_LABELS: Mapping[Joint, str] = {
    Joint.HIP: "Hip, outside",
    Joint.KNEE: "Knee",
    Joint.ANKLE: "Ankle",
    Joint.OTHER_HIP: "Other hip, outside",
    Joint.SHOULDER: "Shoulder, same side",
    Joint.OTHER_SHOULDER: "Other shoulder",
}


def second_photo_step(room: CheckRoom) -> None:
    """Show the step."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.image(
            check_drawings.from_the_feet(palette_for(st.context.theme.type)),
            width="stretch",
            alt="The hanging shank as seen from beyond the feet, against a plumb line.",
        )
    with right:
        st.write(
            "Optional. With the knee bent the hanging shank is a pointer: a foot that swings towards the other leg "
            "means a thigh turned out, away from it a thigh turned in. Stand beyond the feet, lens at the height of "
            "the "
            "knee, the knee in the middle of the picture. From above, the thigh shows how far it is drawn aside."
        )
    for side in room.check.examination.order:
        st.subheader(f"{side.capitalize()} leg", anchor=False)
        _ask_seen(room, side)
        _take_photo(room, side)
        for view in View:
            second = room.seconds.get((side, view))
            if second is not None:
                _show(room, side, second)


def _ask_seen(room: CheckRoom, side: Side) -> None:
    leg = room.check.examination.legs[side]
    chosen = st.multiselect(
        "What the examiner sees: the thigh",
        tuple(Seen),
        default=[seen for seen in Seen if seen in leg.seen],
        format_func=SEEN_WORDS.__getitem__,
        key=f"seen-{side}",
        placeholder="nobody looked",
    )
    if Seen.STRAIGHT in chosen and len(chosen) > 1:
        st.warning("Straight on, or not: one of the two.", icon="⚠️")
        return
    room.check = steps.state(room.check, side, seen=frozenset(chosen))


def _take_photo(room: CheckRoom, side: Side) -> None:
    with st.expander(f"Add a second photo of the {side} leg", icon=":material/add_a_photo:"):
        view = st.segmented_control(
            "Taken",
            tuple(View),
            default=View.FRONT,
            format_func=_VIEW_WORDS.__getitem__,
            required=True,
            key=f"view-{side}",
        )
        upload = st.file_uploader("Second photo", type=list(PICTURE_TYPES), key=f"second-{side}-{view}-{room.turn}")
        if upload is None:
            return
        try:
            with st.spinner("Reading the picture…", show_time=True):
                room.seconds[side, view] = _opened(room, side, view, upload.name, upload.getvalue())
        except ThomasTestError as error:
            room.trouble = str(error)
        room.turn += 1
        st.rerun()


def _opened(room: CheckRoom, side: Side, view: View, name: str, data: bytes) -> SecondPhoto:
    photo = read_photo(data, name=name)
    analysis: FrontAnalysis | None = None
    if view is View.FRONT:
        reader = engine.shared_engine(current_settings().effort)
        analysis = reader.read_front(photo, leg=side, other_views=other_views(room, side))
    return SecondPhoto(ident=new_ident(), picture=data, photo=photo, view=view, analysis=analysis)


def _show(room: CheckRoom, side: Side, second: SecondPhoto) -> None:
    analysis = second.analysis
    read = analysis is not None and analysis.measurement is not None
    left, right = st.columns([3, 2], gap="large")
    with left:
        if not read or st.toggle("Adjust the points or the level", key=f"adjust-{second.ident}"):
            _show_editor(room, side, second)
        elif analysis is not None:
            st.image(
                room.made(second.ident, (second.echo, analysis.measurement), lambda: _drawn(second, analysis)),
                width="stretch",
                alt=f"The second photo of the {side} leg with its joints drawn in.",
            )
    with right:
        _say(second)
        st.button(
            "Leave this photo out",
            key=f"drop-{second.ident}",
            icon=":material/delete:",
            on_click=lambda: room.drop_second(side, second.view),
        )


def _say(second: SecondPhoto) -> None:
    analysis = second.analysis
    if analysis is None or analysis.measurement is None:
        reason = analysis.refusal.words if analysis is not None and analysis.refusal is not None else ""
        needed = ", ".join(_LABELS[joint].lower() for joint in USED[second.view] if joint in NEEDED[second.view])
        st.info(f"{reason} Drag these points into place: {needed}.".strip())
        return
    measured = analysis.measurement
    for name, angle, why, words in (
        ("Rotation", measured.rotation, measured.rotation_refusal, ("turned out", "turned in")),
        ("Abduction", measured.abduction, measured.abduction_refusal, ("drawn aside", "across the midline")),
    ):
        if angle is not None:
            st.write(f"**{name}:** {turn_words(angle, *words)}.")
        elif why is not None:
            st.html(f'<p class="tt-note"><b>{name}:</b> {escape(why.words)}</p>')


def _drawn(second: SecondPhoto, analysis: FrontAnalysis) -> bytes:
    rgb = second.photo.rgb if second.photo is not None else read_photo(pictures.blank_jpeg(analysis.size_px)).rgb
    return encode_picture(pictures.for_display(draw_front(rgb, analysis)), "JPEG", quality=88)


def _show_editor(room: CheckRoom, side: Side, second: SecondPhoto) -> None:
    size_px = _size_px(second)
    rgb = second.photo.rgb if second.photo is not None else read_photo(pictures.blank_jpeg(size_px)).rgb
    plain = room.made(f"plain-{second.ident}", 0, lambda: encode_picture(pictures.for_display(rgb), "JPEG", quality=88))

    def take(edit: Mapping[str, object]) -> None:
        current = room.seconds.get((side, second.view))
        if current is None or edit.get("reading") != current.ident:
            return
        try:
            room.seconds[side, second.view] = edited(current, edit, room=room, side=side)
        except UsageError as error:
            room.trouble = str(error)

    show_editor(second.ident, _payload(second, picture_url=pictures.data_url(plain)), on_edit=take)


def edited(second: SecondPhoto, edit: Mapping[str, object], *, room: CheckRoom, side: Side) -> SecondPhoto:
    """Do what the editor reports: points moved or placed, the level drawn, or all forgotten.

    Raises
    ------
    UsageError
        When the edit cannot be followed.
    """
    seq = edit.get("seq")
    second = replace(second, echo=seq) if isinstance(seq, int) else second
    kind = edit.get("kind")
    if kind == "level":
        second = replace(second, level_tilt_deg=tilt_of_line_deg(line_of(edit.get("line"))))
    elif kind == "points":
        allowed = USED[second.view]
        moved = {joint: at for joint, at in points_of(edit.get("points")).items() if joint in allowed}
        second = replace(second, draft={**_points(second), **moved})
    elif kind in ("undo", "reset"):
        return replace(second, draft={}, analysis=None, level_tilt_deg=None)
    return _measured(second, room=room, side=side)


def _measured(second: SecondPhoto, *, room: CheckRoom, side: Side) -> SecondPhoto:
    points = second.draft or _points(second)
    if not NEEDED[second.view] <= points.keys():
        return second
    name, size_px = (second.photo.name if second.photo else "second photo"), _size_px(second)
    try:
        pose = FrontPose(
            view=second.view,
            tested_leg=side,
            points_px={joint: np.asarray(point) for joint, point in points.items()},
            size_px=size_px,
            source=PointsSource.HAND,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    before = second.analysis
    analysis = measure_front_points(
        name=name,
        pose=pose,
        level=_level(second),
        models=before.models if before is not None else (),
        other_views=other_views(room, side),
    )
    head = before.head_circle_px if before is not None else None
    return replace(second, analysis=replace(analysis, head_circle_px=head))


def _level(second: SecondPhoto) -> Level:
    if second.level_tilt_deg is not None:
        return Level(source=HorizonSource.MARKED, tilt_deg=second.level_tilt_deg)
    if second.analysis is not None:
        return second.analysis.level
    return ROWS if second.photo is None else level_of(second.photo)


def _points(second: SecondPhoto) -> dict[Joint, tuple[float, float]]:
    if second.draft:
        return dict(second.draft)
    pose = second.analysis.pose if second.analysis is not None else None
    return {} if pose is None else {joint: (float(x), float(y)) for joint, (x, y) in pose.points_px.items()}


def _size_px(second: SecondPhoto) -> tuple[int, int]:
    if second.analysis is not None:
        return second.analysis.size_px
    return second.photo.size_px if second.photo is not None else (800, 800)


def _payload(second: SecondPhoto, *, picture_url: str) -> Payload:
    """Give the editor's data: the view's joints, those not placed yet parked in a row at the top."""
    width, height = _size_px(second)
    points, used = _points(second), USED[second.view]
    joints = [
        {
            "id": joint.value,
            "label": _LABELS[joint],
            "kind": "near" if joint in points else "absent",
            "note": "" if joint in points else ("drag it there" if joint in NEEDED[second.view] else "if seen"),
            "guess": ((0.2 + 0.6 * n / max(1, len(used) - 1)) * width, (0.08 if n % 2 else 0.14) * height),
        }
        for n, joint in enumerate(used)
    ]
    level = _level(second)
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
        "can_undo": False,
        "can_reset": bool(points),
        "can_swap": False,
        "say": "Points of the second photo.",
    }
