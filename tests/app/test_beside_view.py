"""Two results beside each other: what lies between them is asked, and decides what a difference is held against."""

import pytest
from streamlit.testing.v1 import AppTest

from thomas_test.check.differences import Occasion


def page() -> None:
    """Two photos of one leg on days that nobody knows."""
    from support.examinations import make_leg
    from thomas_test.app.widgets.beside_view import Compared, choose_beside
    from thomas_test.core.landmarks import Side

    results = [
        Compared(title=title, analysis=make_leg(Side.LEFT, thigh_deg).trials[0].analysis, picture=None)
        for title, thigh_deg in (("one.jpg", 4.0), ("two.png", 6.0))
    ]
    choose_beside(results, key="two")


def table(app: AppTest) -> str:
    """The table of both, as text."""
    return next(str(each.value) for each in app.html if "tt-beside" in str(each.value))


def test_a_difference_stands_alone_until_somebody_says_what_lies_between() -> None:
    """Of photos without a day nothing is known: no word on repeating."""
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert "repeating" not in table(app)


@pytest.mark.parametrize(
    ("occasion", "words"),
    [
        (Occasion.ANOTHER_DAY, "within the 19.4° that repeating may change"),
        (Occasion.SESSION, "within the 4.2° that repeating may change"),
    ],
)
def test_what_lies_between_decides_what_a_difference_is_held_against(occasion: Occasion, words: str) -> None:
    """The knee may change more on another day than within a session."""
    app = AppTest.from_function(page).run()
    app.selectbox(key="two-occasion").set_value(occasion).run()
    assert words in table(app)


def own_page() -> None:
    """Two days of one leg, where the clinic has measured what repeating may change."""
    from dataclasses import replace

    from support.examinations import make_leg
    from thomas_test.app.widgets.beside_view import Compared, show_beside
    from thomas_test.check.differences import Occasion
    from thomas_test.core.landmarks import Side
    from thomas_test.core.repeatability import PUBLISHED, Mdc

    one, other = (
        Compared(title=title, analysis=make_leg(Side.LEFT, thigh_deg).trials[0].analysis, picture=None)
        for title, thigh_deg in (("March", 4.0), ("May", 9.0))
    )
    own = replace(PUBLISHED, thigh=Mdc(degrees=3.1, source="this clinic, 30 people, 2026"))
    show_beside(one, other, Occasion.ANOTHER_DAY, repeatability=own)


def test_the_note_names_what_the_difference_was_held_against() -> None:
    """The clinic's own, not the published figure beside it."""
    app = AppTest.from_function(own_page).run()
    assert not app.exception
    said = " ".join(str(each.value) for each in app.html)
    assert "more than the 3.1° that repeating may change" in said
    assert "(minimal detectable change: thigh 3.1°, knee 19.4°)" in said
