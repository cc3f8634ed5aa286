"""Names between tables and systems: exactly first, and more loosely only where nothing else is meant."""

from __future__ import annotations

import pytest

from thomas_test.validation.keys import assigned, loose


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_1.JPG", "img_1.jpg"),
        ("Shot 2026-01-01 at 9.41.00\u202fAM.jpg", "Shot 2026-01-01 at 9.41.00 AM.jpg"),  # macOS: a narrow space
        ("Frau\u00a0Muster.jpg", "Frau Muster.jpg"),
        ("a\u2009b  c", "a b c"),
        ("001", "1"),
        ("1.0", "1"),
        ("01,00", "1"),
        ("0", "000"),
        ("Ｓ１", "s1"),  # letters of a Japanese keyboard
        ("STRASSE", "straße"),
    ],
)
def test_what_systems_change_makes_no_other_name(one: str, other: str) -> None:
    """Case, kinds of spaces, zeros before a number."""
    assert loose(one) == loose(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1", "10"), ("1.5", "1"), ("a1", "a01"), ("S 1", "S1"), ("1.jpg", "01.jpg")]
)
def test_what_people_change_does(one: str, other: str) -> None:
    """A number inside a name, and whether there is a space at all, may be what tells two apart."""
    assert loose(one) != loose(other)


@pytest.mark.parametrize(
    ("wanted", "names", "found"),
    [
        (["a.jpg"], ["a.jpg", "A.jpg"], {"a.jpg": "a.jpg"}),  # two pictures
        (["a.jpg", "A.jpg"], ["a.jpg", "A.jpg"], {"a.jpg": "a.jpg", "A.jpg": "A.jpg"}),
        (["IMG_1.jpg"], ["IMG_1.JPG"], {"IMG_1.JPG": "IMG_1.jpg"}),
        (["IMG_1.jpg", "IMG_1.JPG"], ["IMG_1.JPG"], {"IMG_1.JPG": "IMG_1.JPG"}),  # the exact one; the other is told
        (["Img_1.jpg", "IMG_1.jpg"], ["IMG_1.JPG"], {}),  # both could be meant
        (["img_1.jpg"], ["IMG_1.JPG", "IMG_1.jpg"], {}),
        (["b.jpg"], ["a.jpg"], {}),
    ],
)
def test_a_name_is_assigned_where_one_alone_is_meant(
    wanted: list[str], names: list[str], found: dict[str, str]
) -> None:
    """Nothing is guessed: what fits two has none."""
    assert assigned(wanted, names) == found
