from typing import Any

import pytest

from support.analyses import marked
from thomas_test.cli.choices import Choices
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.settings import Effort, Settings


def test_nothing_chosen_is_the_default() -> None:
    """Without options the command measures as the app does."""
    assert Choices().settings() == Settings()


def test_every_choice_reaches_the_settings() -> None:
    """Leg, head, level, thresholds and effort stand in the record under their own names."""
    chosen = Choices(
        leg=Side.LEFT, head=Direction.RIGHT, level=-1.5, preset="mills", knee_tolerance=25.0, effort=Effort.FAST
    ).settings()
    assert (chosen.leg, chosen.head_towards, chosen.effort) == (Side.LEFT, Direction.RIGHT, Effort.FAST)
    assert chosen.level == marked(-1.5)
    assert (chosen.preset.name, chosen.preset.below_deg, chosen.preset.knee_threshold_deg) == ("mills", 15.0, 65.0)


@pytest.mark.parametrize(
    ("line", "tilt_deg"),
    [
        ("0,100,100,100", 0.0),
        ("0,100,100,0", 45.0),  # y grows downwards: rising to the right counts +
        ("100,0,0,100", 45.0),  # whichever end comes first
        ("0,0,200,20", -5.7106),
        (" 0.5, 0 ,200.5,20", -5.7106),
    ],
)
def test_a_level_line_becomes_its_tilt(line: str, tilt_deg: float) -> None:
    """Two points of a line that is level in the world say how far level lines rise to the right."""
    level = Choices(level_line=line).settings().level
    assert level is not None
    assert level.tilt_deg == pytest.approx(tilt_deg, abs=1e-3)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"level": 0.0, "level_line": "0,0,9,0"}, "got both"),  # a level of 0 is a choice, too
        ({"level_line": "0,0,9"}, "X1,Y1,X2,Y2"),
        ({"level_line": "0,0,9,x"}, "X1,Y1,X2,Y2"),
        ({"level_line": ""}, "X1,Y1,X2,Y2"),
        ({"level": 45.1}, "from -45 to 45"),
        ({"preset": "none"}, "guide, execp, mills"),
        ({"knee_tolerance": 91.0}, "from 0 to 90"),
    ],
)
def test_choices_that_cannot_be_followed_are_refused(choice: dict[str, Any], message: str) -> None:
    """What was expected and what came, before any picture is read."""
    with pytest.raises(UsageError, match=message):
        Choices(**choice).settings()
