import pytest

from thomas_test.overlay.style import font


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("letter", "°−–±✓✗?θκé")
def test_every_letter_that_is_written_can_be_drawn(letter: str, bold: bool) -> None:
    """The typeface has a shape of its own for everything the overlay writes."""
    face = font(20, bold=bold)
    missing = face.getmask("\uffff")
    drawn = face.getmask(letter)
    assert drawn.getbbox() is not None
    assert (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))
