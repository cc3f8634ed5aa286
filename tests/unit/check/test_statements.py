import pytest

from thomas_test.check.statements import Feeling, PainKind, PainPlace, Seen, latest_seen


@pytest.mark.parametrize(
    ("place", "kind", "ends"),
    [
        (PainPlace.FRONT_OF_THIGH, PainKind.STRETCH, False),  # expected
        (PainPlace.ELSEWHERE, PainKind.STRETCH, False),  # a stretch at the side of the thigh, say
        (PainPlace.FRONT_OF_THIGH, PainKind.SHARP, True),  # only a stretch is expected
        (PainPlace.FRONT_OF_THIGH, PainKind.TINGLING, True),
        (PainPlace.ELSEWHERE, PainKind.ACHE, True),
        (PainPlace.HIP, PainKind.ACHE, True),
        (PainPlace.HIP, PainKind.STRETCH, False),  # a stretch of the psoas is what the test feels like
        (PainPlace.GROIN, PainKind.STRETCH, False),
        (PainPlace.GROIN, PainKind.ACHE, True),
        (PainPlace.KNEE, PainKind.STRETCH, True),
        (PainPlace.BACK, PainKind.STRETCH, True),
        (PainPlace.CHEST, PainKind.STRETCH, True),
        (PainPlace.FRONT_OF_THIGH, PainKind.WEAKNESS, True),
        (PainPlace.ELSEWHERE, PainKind.SWELLING, True),
        (PainPlace.ELSEWHERE, PainKind.DIZZINESS, True),
        (PainPlace.ELSEWHERE, PainKind.BREATHLESSNESS, True),
    ],
)
def test_what_ends_the_test(place: PainPlace, kind: PainKind, ends: bool) -> None:
    """Only a stretch in front of thigh or hip, in the groin, or at its side lets the test go on."""
    assert Feeling(place=place, kind=kind).ends_test is ends


def test_what_concerns_the_whole_body_has_no_place() -> None:
    """Dizziness is nowhere in particular, an ache is somewhere."""
    assert Feeling(place=PainPlace.FRONT_OF_THIGH, kind=PainKind.DIZZINESS).words == "dizziness"
    assert Feeling(place=PainPlace.FRONT_OF_THIGH, kind=PainKind.ACHE).words == "an ache, front of the thigh"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([Seen.TURNED_OUT, Seen.TURNED_IN], [Seen.TURNED_IN]),
        ([Seen.TURNED_OUT, Seen.DRAWN_ASIDE], [Seen.TURNED_OUT, Seen.DRAWN_ASIDE]),
        ([Seen.TURNED_OUT, Seen.DRAWN_ASIDE, Seen.STRAIGHT], [Seen.STRAIGHT]),
        ([Seen.STRAIGHT, Seen.DRAWN_ASIDE, Seen.TURNED_IN], [Seen.DRAWN_ASIDE, Seen.TURNED_IN]),
    ],
)
def test_of_two_statements_that_exclude_each_other_the_later_one_stays(said: list[Seen], kept: list[Seen]) -> None:
    """As with a choice of one: the new one takes the place of the old one."""
    assert latest_seen(said) == tuple(kept)
