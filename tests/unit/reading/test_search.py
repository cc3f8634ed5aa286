from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from support.bodies import ScriptedEstimator, make_body, make_frame, quarters_of
from thomas_test.core.landmarks import Joint, Landmark, Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.estimators import Detection
from thomas_test.reading.calibration import FIRST_LOOKS_AGREE_DEG
from thomas_test.reading.search import look_for_subject, working_copy
from thomas_test.reading.subject import Subject

PATIENT = make_body()
HELPER = make_body(trunk_slope_deg=85.0, shift_px=(60.0, -20.0))


@pytest.mark.parametrize(
    ("size", "copied", "scale"),
    [
        ((640, 480), (640, 480), 1.0),
        ((1280, 960), (1280, 960), 1.0),
        ((4032, 3024), (1280, 960), 1280 / 4032),  # a phone's photo
        ((3024, 4032), (960, 1280), 1280 / 4032),
        ((6000, 3), (1280, 1), 1280 / 6000),  # a strip keeps at least one row
    ],
)
def test_large_pictures_are_read_on_a_small_copy(size: tuple[int, int], copied: tuple[int, int], scale: float) -> None:
    """The longest side is at most 1280; small pictures are never blown up."""
    copy = working_copy(np.zeros((size[1], size[0], 3), dtype=np.uint8))
    assert copy.rgb.shape == (copied[1], copied[0], 3)
    assert copy.rgb.dtype == np.uint8
    assert copy.scale == pytest.approx(scale)


def test_shrinking_averages() -> None:
    """A fine checkerboard becomes grey, not a pattern of its own."""
    board = np.indices((2560, 2560)).sum(axis=0) % 2 * 255
    copy = working_copy(np.repeat(board[..., None], 3, axis=2).astype(np.uint8))
    assert int(np.ptp(copy.rgb)) <= 1


def look(script: ScriptedEstimator, effort: Effort = Effort.STANDARD) -> Subject | Refusal:
    """Look for the patient in one frame."""
    return look_for_subject(make_frame(), [script], Settings(effort=effort)).found


def test_a_patient_alone_is_read_once() -> None:
    """Two looks that agree are enough, and the person found says so; asked for thoroughness, all eight are taken."""
    script = ScriptedEstimator(lambda _call, _quarters: [PATIENT])
    subject = look(script)
    assert isinstance(subject, Subject)
    assert (subject.seen, subject.settled, len(script.pictures)) == (2, True, 2)
    thorough = look(ScriptedEstimator(lambda _call, _quarters: [PATIENT]), Effort.THOROUGH)
    assert isinstance(thorough, Subject)
    assert (thorough.seen, thorough.settled) == (8, False)


def by_two(script: Callable[[int, int], Sequence[Pose]]) -> tuple[ScriptedEstimator, ScriptedEstimator]:
    """Two networks that see the same."""
    return ScriptedEstimator(script), ScriptedEstimator(script)


def test_first_looks_of_two_networks_that_agree_are_enough() -> None:
    """The picture as it is and upside down; the other two turns are not taken."""
    networks = by_two(lambda _call, _quarters: [PATIENT])
    looked = look_for_subject(make_frame(), networks, Settings())
    assert isinstance(looked.found, Subject)
    assert looked.found.seen == 4
    for network in networks:
        assert [quarters_of(picture) for picture in network.pictures] == [0, 2]


@pytest.mark.parametrize(
    "upside_down",
    [
        [make_body(knee_deg=70.0 + FIRST_LOOKS_AGREE_DEG + 1.0)],  # a shank elsewhere
        [make_body(thigh_deg=9.0 - FIRST_LOOKS_AGREE_DEG - 1.0)],  # a thigh elsewhere
        [make_body(tested_leg=Side.LEFT)],  # the other leg hangs
        [HELPER],  # nobody lies
        [],
    ],
)
def test_first_looks_that_disagree_ask_for_the_others(upside_down: list[Pose]) -> None:
    """In a limb by more than the agreement, in the leg, or in whether somebody lies there: all four turns are taken."""
    networks = by_two(lambda _call, quarters: upside_down if quarters == 2 else [PATIENT])
    looked = look_for_subject(make_frame(), networks, Settings())
    assert isinstance(looked.found, Subject)
    assert [quarters_of(picture) for picture in networks[0].pictures[:4]] == [0, 2, 1, 3]
    assert looked.first_apart_deg > FIRST_LOOKS_AGREE_DEG


def test_how_well_the_first_looks_must_agree_may_be_said() -> None:
    """Six degrees apart are enough where seven are; who waits hears of all looks as done."""
    networks = by_two(lambda _call, quarters: [make_body(knee_deg=76.0)] if quarters == 2 else [PATIENT])
    heard: list[tuple[int, int]] = []
    looked = look_for_subject(
        make_frame(), networks, Settings(), agree_deg=7.0, progress=lambda done, total: heard.append((done, total))
    )
    assert looked.first_apart_deg == pytest.approx(6.0)
    assert [len(network.pictures) for network in networks] == [2, 2]
    assert heard == [(1, 8), (2, 8), (3, 8), (4, 8), (8, 8)]


def test_a_helper_is_no_reason_to_look_again_while_the_patient_is_seen() -> None:
    """Both seen in either of the first looks: no more are taken."""
    script = ScriptedEstimator(lambda _call, _quarters: [HELPER, PATIENT])
    assert isinstance(look(script), Subject)
    assert len(script.pictures) == 2


def test_a_helper_who_hides_the_patient_is_painted_out() -> None:
    """Where only the helper is seen, the picture is read again without head and shoulders of the helper."""

    def helper_first(call: int, _quarters: int) -> Sequence[Pose]:
        return [HELPER] if call < 4 else [PATIENT]

    script = ScriptedEstimator(helper_first)
    subject = look(script)
    assert isinstance(subject, Subject)
    np.testing.assert_allclose(subject.pose[Joint.KNEE], PATIENT[Landmark.RIGHT_KNEE])
    first, again = script.pictures[0], script.pictures[4]
    x, y = HELPER[Landmark.LEFT_SHOULDER].astype(int)
    assert (first[y, x] != again[y, x]).any()
    np.testing.assert_array_equal(first[300:], again[300:])


def test_both_rounds_have_a_voice() -> None:
    """What the first round saw of the patient is not thrown away."""

    def sometimes(call: int, _quarters: int) -> Sequence[Pose]:
        return [HELPER, PATIENT] if call in {0, 5, 6} else [HELPER]

    subject = look(ScriptedEstimator(sometimes))
    assert isinstance(subject, Subject)
    assert subject.seen == 3


def wide_frame() -> RgbImage:
    """A frame twice as wide, with room beside the one who lies at its left."""
    return np.concatenate([make_frame(), make_frame(1)[:, ::-1]], axis=1)


@pytest.mark.parametrize(
    ("beside", "refused"),
    [
        (PATIENT, True),
        (HELPER, False),  # stands
    ],
)
def test_room_for_a_second_patient_is_looked_at(beside: Pose, refused: bool) -> None:
    """The networks see one of two patients: the room beside, seen by itself, shows the other."""

    class OneOfTwo(ScriptedEstimator):
        """Sees the patient at the left in the whole frame, and whoever is there in the room beside."""

        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            height, width = rgb.shape[:2]
            if width < height:  # a turned look, in which nobody is seen
                return []
            person = PATIENT if width == 1280 else beside
            return [Detection(pose=replace(person, size_px=(width, height)), mask=None)]

    looked = look_for_subject(wide_frame(), [OneOfTwo(lambda _call, _quarters: [])], Settings(effort=Effort.FAST))
    if refused:
        assert isinstance(looked.found, Refusal)
        assert looked.found.code is RefusalCode.TWO_PATIENTS
    else:
        assert isinstance(looked.found, Subject)


@pytest.mark.parametrize(("beside", "refused"), [(PATIENT, True), (HELPER, False)])
@pytest.mark.parametrize("below", [True, False])
def test_room_above_and_below_is_looked_at(beside: Pose, refused: bool, below: bool) -> None:
    """A photo before and one after, one above the other in one file: either could be meant."""
    frame = np.concatenate([make_frame(), make_frame(1)[::-1]])
    first = PATIENT if below else make_body(shift_px=(0.0, 480.0))

    class OneOfTwo(ScriptedEstimator):
        """Sees one of two in the whole frame, and whoever is there in the room above or below."""

        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            height, width = rgb.shape[:2]
            if width != 640:  # a turned look, in which nobody is seen
                return []
            if height == 960:
                return [Detection(pose=replace(first, size_px=(width, height)), mask=None)]
            lowered = make_body(shift_px=(0.0, height - 480.0)) if below else PATIENT
            person = lowered if beside is PATIENT else beside
            return [Detection(pose=replace(person, size_px=(width, height)), mask=None)]

    looked = look_for_subject(frame, [OneOfTwo(lambda _call, _quarters: [])], Settings(effort=Effort.FAST))
    code = looked.found.code if isinstance(looked.found, Refusal) else None
    assert code is (RefusalCode.TWO_PATIENTS if refused else None)


def test_a_second_patient_behind_a_helper_is_found() -> None:
    """The room beside shows the helper alone, until the helper is painted over."""
    frame = wide_frame()

    class BehindAHelper(ScriptedEstimator):
        """Sees the patient at the left in the whole frame, and in the room beside who stands in front."""

        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            height, width = rgb.shape[:2]
            if width < height:
                return []
            as_taken = width == 1280 or np.array_equal(rgb, frame[:, -width:])
            person = HELPER if width != 1280 and as_taken else PATIENT
            return [Detection(pose=replace(person, size_px=(width, height)), mask=None)]

    looked = look_for_subject(frame, [BehindAHelper(lambda _call, _quarters: [])], Settings(effort=Effort.FAST))
    assert isinstance(looked.found, Refusal)
    assert looked.found.code is RefusalCode.TWO_PATIENTS


def test_heads_of_those_beside_are_told() -> None:
    """For blurring: one circle for a head that every look shows, around nose and ears."""
    looked = look_for_subject(make_frame(), [ScriptedEstimator(lambda _c, _q: [HELPER, PATIENT])], Settings())
    (circle,) = looked.other_heads_px
    ears = (HELPER[Landmark.LEFT_EAR] + HELPER[Landmark.RIGHT_EAR] + HELPER[Landmark.NOSE]) / 3.0
    assert circle[:2] == pytest.approx(tuple(ears))
    assert circle[2] == pytest.approx(0.33 * 170.0, rel=0.02)


def test_who_is_drowned_out_by_the_patient_is_looked_for_behind() -> None:
    """No look shows a helper: one more, with the patient painted over, does."""
    mask = np.zeros((480, 640), dtype=np.float32)
    mask[200:280, 100:500] = 1.0

    class Drowned(ScriptedEstimator):
        """Sees the patient until they are painted over."""

        def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
            found = super().estimate(rgb)
            self.masked = quarters_of(rgb)
            return [replace(each, mask=np.ascontiguousarray(np.rot90(mask, self.masked))) for each in found]

    script = Drowned(lambda call, _quarters: [PATIENT] if call < 2 else [HELPER])
    looked = look_for_subject(make_frame(), [script], Settings())
    assert isinstance(looked.found, Subject)
    assert len(script.pictures) == 3
    assert np.ptp(script.pictures[2][220:260, 120:480].reshape(-1, 3), axis=0).max() == 0
    assert len(looked.other_heads_px) == 1


def test_nobody_is_not_looked_for_twice() -> None:
    """An empty room has no helper to paint out."""
    script = ScriptedEstimator(lambda _call, _quarters: [])
    found = look(script, Effort.THOROUGH)
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.NO_PERSON
    assert len(script.pictures) == 8


@pytest.mark.parametrize(("seen_in", "taken"), [(1, 8), (2, 4)])
def test_where_hardly_any_look_shows_anybody_the_mirror_image_is_looked_at(seen_in: int, taken: int) -> None:
    """One look of four proves nothing: four more, mirrored; with two the four are enough."""
    script = ScriptedEstimator(lambda call, _quarters: [PATIENT] if 1 <= call <= seen_in else [])
    look(script)
    assert len(script.pictures) == taken
    assert all((picture[:8, -8:] == 255).all() for picture in script.pictures[4:5])


def test_one_look_that_lies_against_many_that_stand_is_no_patient() -> None:
    """A stray sighting of the picture with the helper painted over is not measured, and not called hidden either."""
    found = look(ScriptedEstimator(lambda call, _quarters: [HELPER] if call < 4 else [PATIENT] if call == 5 else []))
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.UPRIGHT
