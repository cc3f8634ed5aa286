"""Names of saved files."""

import pytest

from thomas_test.app.widgets.pictures import file_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("one.jpg", "one"),
        ("Übung 3 links.HEIC", "Übung 3 links"),  # letters of any language and blanks stay
        ("../../etc/passwd.jpg", "etc-passwd"),  # no way out of the folder
        ("a\nb\x00.jpg", "a-b"),  # nothing that cannot be seen
        ("...", "picture"),  # something always remains
        ("x" * 300 + ".jpg", "x" * 80),
    ],
)
def test_a_strangers_name_becomes_a_harmless_one(name: str, stem: str) -> None:
    """Only letters, digits, blanks, hyphens and underscores go into a file name."""
    assert file_stem(name) == stem
