import json
from pathlib import Path

import pytest

from support.command_line import Command
from thomas_test.second_view import front_from_json


@pytest.fixture
def knee_and_ankle() -> str:
    """A points file of a front view: left leg, the foot 10 degrees towards the midline."""
    points = {"knee": [80, 30], "ankle": [65.9, 110.0], "hip": [75, 30]}
    Path("front.json").write_text(json.dumps({"view": "front", "tested_leg": "left", "points_px": points}))
    return "front.json"


def test_points_by_hand_give_rotation(command: Command, photo: str, knee_and_ankle: str) -> None:
    """Without a network: rotation in words, why there is no abduction, the note, and a picture."""
    run = command("measure", photo, "--view", "front", "--points", knee_and_ankle)
    assert run.status == 0
    for words in ("turned out", "Measure the side photo first", "It is not calibrated"):
        assert words in run.out
    assert "photo-thomas.jpg" in run.out  # knee and ankle tell where the head can be
    assert Path("photo-thomas.jpg").exists()


def test_points_on_a_photo_that_is_read_smaller_are_scaled(
    command: Command, photo: str, knee_and_ankle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The points lie on the file's own pixels: rotation is that of the photo at its full size."""
    line = ("measure", photo, "--view", "front", "--points", knee_and_ankle, "--json")
    whole = json.loads(command(*line).out)
    monkeypatch.setattr("thomas_test.images.reading.MAX_PIXELS", 5_000)  # the photo has 160 x 120
    smaller = json.loads(command(*line).out)
    assert smaller["size_px"] == [80, 60]
    assert smaller["pose"]["points_px"]["knee"] == [40, 15]
    assert front_from_json(smaller).measurement == front_from_json(whole).measurement


def test_the_side_view_sharpens_it(command: Command, photo: str, points: str, knee_and_ankle: str) -> None:
    """With the record of the side view the interval is narrower, and abduction is read."""
    Path("side.json").write_text(command("measure", photo, "--points", points, "--json").out)
    line = ("measure", photo, "--view", "front", "--points", knee_and_ankle, "--json")
    alone = front_from_json(json.loads(command(*line).out)).measurement
    both = front_from_json(json.loads(command(*line, "--side", "side.json").out)).measurement
    assert alone is not None
    assert both is not None
    assert alone.rotation is not None
    assert both.rotation is not None
    assert both.rotation.half_width_deg < alone.rotation.half_width_deg
    assert (alone.abduction, both.side_view_used) == (None, True)
    assert both.abduction is not None


def test_from_above_needs_points(command: Command, photo: str) -> None:
    """No network reads a photo from above: the message says so, before anything is loaded."""
    run = command("measure", photo, "--view", "top")
    assert run.status == 2
    assert "--points with --view top" in run.err


def test_from_above_with_points(command: Command, photo: str) -> None:
    """Hip, knee and the other hip give abduction; rotation is not read from above, and that is said."""
    points = {"hip": [60, 40], "knee": [50, 100], "other_hip": [100, 40]}
    Path("top.json").write_text(json.dumps({"view": "top", "tested_leg": "right", "points_px": points}))
    run = command("measure", photo, "--view", "top", "--points", "top.json")
    assert run.status == 0
    assert "9.5° aside" in run.out
    assert "read from beyond the feet" in run.out
    # without the shoulders nothing tells where the face is
    assert "the place of the face is not known" in run.err
    assert not Path("photo-thomas.jpg").exists()
    run = command("measure", photo, "--view", "top", "--points", "top.json", "--faces", "keep")
    assert (run.status, run.err) == (0, "")
    assert Path("photo-thomas.jpg").exists()


def test_what_cannot_be_read_has_its_status(command: Command, photo: str) -> None:
    """A shank too short for a number: the reason, and status 3."""
    points = {"knee": [80, 30], "ankle": [80, 50]}
    Path("short.json").write_text(json.dumps({"view": "front", "tested_leg": "left", "points_px": points}))
    run = command("measure", photo, "--view", "front", "--points", "short.json")
    assert run.status == 3
    assert "too short" in run.out


def test_side_belongs_to_a_second_photo(command: Command, photo: str, points: str) -> None:
    """--side with the side view itself makes no sense, and is told so."""
    run = command("measure", photo, "--points", points, "--side", "x.json")
    assert run.status == 2
    assert "--view front or top" in run.err


def test_a_side_view_of_the_other_leg_is_refused(
    command: Command, photo: str, points: str, knee_and_ankle: str
) -> None:
    """What one leg does from the side is not used for the other, with points or before a network is loaded."""
    Path("side.json").write_text(command("measure", photo, "--points", points, "--json").out)
    line = ("measure", photo, "--view", "front", "--side", "side.json", "--leg", "right")
    for run in (command(*line, "--points", knee_and_ankle), command(*line)):
        assert run.status == 2
        assert "leave --side out" in " ".join(run.err.split())
