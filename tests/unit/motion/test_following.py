"""The reader searches for the person on the table in every turn, then follows that one person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from support.analyses import make_pose, marked
from support.bodies import ScriptedEstimator, make_body, make_frame, quarters_of
from thomas_test.core.errors import EstimatorError
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.motion.following import LOST_AFTER_S, SEARCH_LOOKS, LiveReader, legs_apart_deg

Script = Callable[[int, int], Sequence[Pose]]


class Scene:
    """A reader with networks that follow scripts; followers are counted as they are opened."""

    def __init__(self, search: Script, follow: Script | None = None, **reader: object) -> None:
        self.searcher = ScriptedEstimator(search)
        self.followers: list[ScriptedEstimator] = []
        self._follow = follow or search
        self.reader = LiveReader(open_searcher=lambda: self.searcher, open_follower=self._open, **reader)
        self.frames = 0

    def _open(self) -> ScriptedEstimator:
        self.followers.append(ScriptedEstimator(self._follow))
        return self.followers[-1]

    def read(self, frames: int = 1, fps: float = 10.0) -> list:
        """Read so many more frames."""
        readings = []
        for _ in range(frames):
            readings.append(self.reader.read(make_frame(self.frames), self.frames / fps))
            self.frames += 1
        return readings


def lying(_call: int, _quarters: int) -> list[Pose]:
    """One person on the table."""
    return [make_body()]


def test_the_angles_of_every_frame_are_read_from_the_first_on() -> None:
    """Each frame gives the angles, while searching and while following, whatever turn it was looked at in."""
    for reading in Scene(lying).read(12):
        assert reading.thigh_angle_deg == pytest.approx(9.0, abs=1e-6)
        assert reading.knee_flexion_deg == pytest.approx(70.0, abs=1e-6)
        assert reading.pose.tested_leg is Side.RIGHT
        assert reading.refusal is None


def test_two_agreeing_turns_are_enough_to_follow() -> None:
    """After two looks in different turns the person is followed, and the searcher rests."""
    scene = Scene(lying)
    scene.read(10)
    assert [quarters_of(picture) for picture in scene.searcher.pictures] == [look.quarters for look in SEARCH_LOOKS[:2]]
    assert len(scene.followers) == 1


def test_the_search_goes_through_all_turns() -> None:
    """While nobody is found the frames are looked at in all four turns, again and again."""
    scene = Scene(lambda _call, _quarters: [])
    readings = scene.read(8)
    assert [quarters_of(picture) for picture in scene.searcher.pictures] == [0, 3, 1, 2] * 2
    assert {reading.refusal.code for reading in readings} == {RefusalCode.NO_PERSON}
    assert scene.followers == []


def test_the_follower_first_sees_the_subject_alone() -> None:
    """What lies far from the subject is painted over in the follower's first picture, and in no later one."""
    scene = Scene(lying)
    scene.read(6)
    first, second = scene.followers[0].pictures[:2]
    # the white corner is far from the person: only in the first picture it is gone
    assert first.max() < 255
    assert second.max() == 255


def test_a_helper_is_hidden_in_the_next_look() -> None:
    """Where only a standing helper is seen, their head and shoulders are painted over in the next look."""
    helper = make_body(trunk_slope_deg=80.0, shift_px=(60.0, 0.0))

    def search(call: int, _quarters: int) -> list[Pose]:
        return [helper] if call % 2 == 0 else [make_body()]

    scene = Scene(search)
    scene.read(4)
    plain, hidden = (np.rot90(picture, -quarters_of(picture)) for picture in scene.searcher.pictures[:2])
    x, y = helper[Landmark.NOSE].astype(int)
    head = np.s_[y - 5 : y + 5, x - 5 : x + 5]
    assert (plain == make_frame(0)).all()
    assert (hidden[head] != make_frame(1)[head]).any()
    assert (hidden[-20:] == make_frame(1)[-20:]).all()


def test_the_helper_is_not_followed() -> None:
    """With helper and patient in every look, the angles are the patient's."""
    helper = make_body(trunk_slope_deg=85.0, thigh_deg=60.0, shift_px=(-150.0, 0.0))
    scene = Scene(lambda _call, _quarters: [helper, make_body(thigh_deg=4.0)], lying)
    assert scene.read(1)[0].thigh_angle_deg == pytest.approx(4.0, abs=1e-6)


def test_one_wrong_name_of_the_leg_does_not_change_the_leg() -> None:
    """A single frame in which the network swaps left and right keeps the leg's name and the angles."""
    swapped = make_body(tested_leg=Side.LEFT)
    scene = Scene(lying, lambda call, _quarters: [swapped if call == 12 else make_body()])
    readings = scene.read(20)
    assert {reading.pose.tested_leg for reading in readings} == {Side.RIGHT}
    assert all(abs(reading.thigh_angle_deg - 9.0) < 1e-6 for reading in readings)


def test_a_lasting_change_of_the_leg_is_followed_within_a_second() -> None:
    """When the other leg hangs for good, its name is given a second later."""
    other = make_body(tested_leg=Side.LEFT)
    scene = Scene(lying, lambda call, _quarters: [other if call > 10 else make_body()])
    readings = scene.read(30)
    assert readings[-1].pose.tested_leg is Side.LEFT


def test_a_lost_person_is_searched_for_again() -> None:
    """A follower that sees nobody for 0.7 s is closed, and the search goes on and finds the person anew."""
    scene = Scene(lying, lambda call, _quarters: [make_body()] if call < 5 else [])
    readings = scene.read(5 + round(LOST_AFTER_S * 10) + 6)
    assert any(reading.refusal is not None for reading in readings)
    assert scene.followers[0].closed == 1
    assert len(scene.followers) == 2


def test_the_user_may_name_the_leg_the_head_and_the_tilt() -> None:
    """What the user says about leg, head and tilt stands above the picture."""
    scene = Scene(
        lying,
        settings=Settings(leg=Side.LEFT, head_towards=Direction.LEFT, level=marked(3.0)),
    )
    for reading in scene.read(6):
        assert reading.pose.tested_leg is Side.LEFT
        assert reading.level.tilt_deg == 3.0
        assert reading.thigh_angle_deg < -60.0  # the held leg, since the user asked for it


def test_a_refused_position_is_shown_and_does_not_count() -> None:
    """A frame that fails a check keeps its pose and carries the refusal."""
    refusal = Refusal(code=RefusalCode.OTHER_KNEE_NOT_HELD)
    reading = Scene(lying, check=lambda _subject, _rgb: refusal).read(1)[0]
    assert reading.refusal is refusal
    assert reading.pose is not None
    assert not reading.sample.acceptable


def test_closing_frees_both_networks() -> None:
    """Closing, even twice, closes searcher and follower, and a closed reader reads nothing."""
    scene = Scene(lying)
    scene.read(6)
    scene.reader.close()
    scene.reader.close()
    assert scene.searcher.closed >= 1
    assert scene.followers[0].closed == 1
    with pytest.raises(EstimatorError, match="closed"):
        scene.read(1)


@pytest.mark.parametrize("head", list(Direction))
def test_legs_lie_apart_by_the_angle_between_the_thighs(head: Direction) -> None:
    """The angle between the thighs is the same for either direction, and 0 without the other leg."""
    assert legs_apart_deg(make_pose(thigh_deg=10.0, head_towards=head)) == pytest.approx(120.0, abs=5.0)


def test_legs_are_not_apart_where_only_one_is_seen() -> None:
    """Without the other leg nothing can be told."""
    assert legs_apart_deg(make_pose().without(Joint.OTHER_KNEE)) == 0.0
