"""What the editor is told."""

from typing import Any

import numpy as np
import pytest

from thomas_test.app.desk import Case
from thomas_test.app.editor import show_editor
from thomas_test.app.editor.payload import default_line_px, editor_payload
from thomas_test.core.geometry import line_tilt_deg
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points
from thomas_test.reading.level.marked import level_or_plumb_deg


@pytest.fixture
def case() -> Case:
    """A measured case without an ankle."""
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.RIGHT,
        points_px={Joint.HIP: np.array([500.0, 300.0]), Joint.KNEE: np.array([300.0, 300.0])},
        source=PointsSource.MODEL,
    )
    analysis = measure_points(name="one.jpg", size_px=(1000, 800), pose=pose)
    return Case(ident="a", name="one.jpg", settings=Settings(), picture=None, analysis=analysis)


def test_points_are_the_full_pictures_pixels(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the shown copy's size, width, height and points are the original's."""
    told: dict[str, Any] = {}
    monkeypatch.setattr("thomas_test.app.editor.show_reporting", lambda _package, _name, data, **_: told.update(data))
    payload = editor_payload(case)
    show_editor(case, payload, size_px=case.read.size_px, picture_url="data:,", on_edit=lambda _: None)
    assert (told["width"], told["height"]) == (1000, 800)
    assert (told["reading"], told["can_undo"]) == ("a", False)
    assert told["points"] == {"hip": [500.0, 300.0], "knee": [300.0, 300.0]}
    assert told["forward"] == -1


def test_points_of_the_pelvis_are_offered_where_they_are_to_be_marked(case: Case) -> None:
    """Crest and both spines wait towards the head, and count as no points before they were dragged."""
    plain = {joint["id"] for joint in editor_payload(case)["joints"]}
    told = editor_payload(case, pelvis=True)
    offered = [joint for joint in told["joints"] if joint["id"] not in plain]
    assert [joint["id"] for joint in offered] == ["iliac_crest", "asis", "psis"]
    assert all(joint["kind"] == "absent" and joint["guess"][0] > 500.0 for joint in offered)  # the head is at the right
    assert "iliac_crest" not in told["points"]


def test_an_unseen_ankle_is_offered_and_is_no_point(case: Case) -> None:
    """It waits below the knee, says so in words, and does not count before it was dragged."""
    told = editor_payload(case)
    ankle = next(joint for joint in told["joints"] if joint["id"] == "ankle")
    assert ankle["kind"] == "absent"
    assert ankle["note"] == "not seen, drag it there"
    assert ankle["guess"][1] > 300.0
    assert "ankle" not in told["points"]


@pytest.mark.parametrize("tilt_deg", [0.0, 7.5, -12.0])
def test_the_offered_level_line_has_the_tilt_that_is_used(tilt_deg: float) -> None:
    """Taking hold of it without moving it changes nothing."""
    assert level_or_plumb_deg(line_tilt_deg(*default_line_px((1000, 800), tilt_deg))) == pytest.approx(tilt_deg)
