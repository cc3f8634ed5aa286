import pytest

from thomas_test.examination.statements import Feeling, PainKind, PainPlace


@pytest.mark.parametrize(
    ("place", "kind", "ends"),
    [
        (PainPlace.FRONT_OF_THIGH, PainKind.STRETCH, False),  # expected
        (PainPlace.ELSEWHERE, PainKind.STRETCH, False),  # a stretch at the side of the thigh, say
        (PainPlace.FRONT_OF_THIGH, PainKind.SHARP, True),  # only a stretch is expected
        (PainPlace.FRONT_OF_THIGH, PainKind.TINGLING, True),
        (PainPlace.ELSEWHERE, PainKind.ACHE, True),
        (PainPlace.HIP, PainKind.ACHE, True),
        (PainPlace.HIP, PainKind.STRETCH, True),  # the joints end it whatever it feels like
        (PainPlace.GROIN, PainKind.STRETCH, True),
        (PainPlace.KNEE, PainKind.STRETCH, True),
        (PainPlace.BACK, PainKind.STRETCH, True),
    ],
)
def test_what_ends_the_test(place: PainPlace, kind: PainKind, ends: bool) -> None:
    """Only a stretch away from the joints lets the test go on."""
    assert Feeling(place=place, kind=kind).ends_test is ends
