import pytest

from thomas_test.core.landmarks import Joint, Landmark, Side


def test_sides_have_one_opposite() -> None:
    """Left and right turn into each other, and back."""
    assert (Side.LEFT.other, Side.RIGHT.other) == (Side.RIGHT, Side.LEFT)


@pytest.mark.parametrize(
    ("side", "part", "landmark"),
    [
        (Side.LEFT, "hip", Landmark.LEFT_HIP),
        (Side.RIGHT, "ankle", Landmark.RIGHT_ANKLE),
        (Side.RIGHT, "shoulder", Landmark.RIGHT_SHOULDER),
    ],
)
def test_a_paired_part_is_found_by_its_side(side: Side, part: str, landmark: Landmark) -> None:
    """A side and a part name one landmark."""
    assert Landmark.of(side, part) is landmark


def test_a_part_that_no_body_has_is_refused() -> None:
    """Nobody has a left nose."""
    with pytest.raises(ValueError, match="left_nose"):
        Landmark.of(Side.LEFT, "nose")


@pytest.mark.parametrize(
    ("landmark", "mirrored"),
    [
        (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
        (Landmark.RIGHT_TOE, Landmark.LEFT_TOE),
        (Landmark.NOSE, Landmark.NOSE),  # in the middle
    ],
)
def test_a_mirror_swaps_the_sides(landmark: Landmark, mirrored: Landmark) -> None:
    """In a mirrored picture a left knee shows as a right one; the nose stays the nose."""
    assert landmark.mirrored is mirrored


def test_mirroring_twice_changes_nothing() -> None:
    """Holds for every landmark, and no two landmarks become one."""
    assert all(landmark.mirrored.mirrored is landmark for landmark in Landmark)
    assert {landmark.mirrored for landmark in Landmark} == set(Landmark)


def test_joints_are_named_by_their_part_in_the_test() -> None:
    """No joint of the test position carries a side: the tested leg says which it is."""
    assert not [joint for joint in Joint if "left" in joint or "right" in joint]
