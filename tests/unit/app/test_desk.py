"""What a session remembers of its open pictures, and lets go of with them."""

from dataclasses import replace

from support.analyses import make_analysis
from thomas_test.app.desk import Case, Desk
from thomas_test.app.intake import asks_for_reading
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.settings import Effort, Settings


def case(ident: str) -> Case:
    """A measured picture that nobody has touched."""
    return Case(ident=ident, name="x.jpg", settings=Settings(), picture=b"x", analysis=make_analysis())


def test_what_was_made_of_several_pictures_goes_with_any_of_them() -> None:
    """The closed one may be seen in it; what was made of another picture alone stays."""
    desk = Desk()
    desk.open([case("a"), case("b")])
    for of in ("a", "b", ""):
        desk.made("kind", 1, lambda of=of: of, of=of)
    desk.close("a")
    assert [desk.made("kind", 1, lambda: "anew", of=of) for of in ("a", "b", "")] == ["anew", "b", "anew"]


def test_each_choice_that_a_reading_rests_on_asks_for_another() -> None:
    """Leg, side of the head and effort; thresholds do not."""
    chosen = Settings()
    for other in (
        replace(chosen, leg=Side.LEFT),
        replace(chosen, head_towards=Direction.LEFT),
        replace(chosen, effort=Effort.FAST),
    ):
        assert asks_for_reading(case("a"), other)
    assert not asks_for_reading(case("a"), replace(chosen, preset=replace(chosen.preset, name="own")))
