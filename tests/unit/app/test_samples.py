"""The samples say what they show."""

from pathlib import Path

from thomas_test.app.intake import sample_pictures, sample_title


def test_every_sample_says_what_it_shows() -> None:
    """In the words of the list that comes with them."""
    titles = [sample_title(path) for path in sample_pictures()]
    assert titles
    assert all(": " in title for title in titles)
    assert titles[2] == "Sample 3: Left leg, a helper stands behind the table"


def test_a_sample_without_a_list_has_its_name(tmp_path: Path) -> None:
    """A picture of somebody's own among them is no error."""
    assert sample_title(tmp_path / "my_own.jpg") == "My own"
