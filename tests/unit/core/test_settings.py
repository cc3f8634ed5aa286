import pytest

from support.analyses import marked
from thomas_test.core.criteria import GUIDE
from thomas_test.core.errors import UsageError
from thomas_test.core.settings import Effort, Settings


def test_the_defaults_let_the_picture_tell() -> None:
    """The guide's thresholds, standard effort, nothing overruled."""
    settings = Settings()
    assert settings.preset is GUIDE
    assert settings.effort is Effort.STANDARD
    assert (settings.leg, settings.head_towards, settings.level) == (None, None, None)


@pytest.mark.parametrize("tilt", [-45.0, 0.0, 45.0])
def test_a_tilt_of_an_upright_picture_is_taken(tilt: float) -> None:
    """Up to half a quarter turn, and 0 is a tilt."""
    assert Settings(level=marked(tilt)).level == marked(tilt)


@pytest.mark.parametrize("tilt", [-45.1, 45.1, 90.0])
def test_a_tilt_beyond_says_to_turn_the_picture(tilt: float) -> None:
    """The message says the range, what came and what to do."""
    with pytest.raises(UsageError, match=r"from -45 to 45 degrees, got .*: turn the picture upright"):
        Settings(level=marked(tilt))
