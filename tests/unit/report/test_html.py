import re

import pytest

from support.examinations import GROIN_PAIN, make_examination
from thomas_test.examination.record import Stop
from thomas_test.examination.red_flags import RedFlag
from thomas_test.report import examination_html


def test_page_holds_everything_and_asks_the_network_for_nothing() -> None:
    """Pictures are inside, the policy forbids the rest, and no address points outside."""
    page = examination_html(make_examination())
    assert page.count("data:image/jpeg;base64,") == 3  # two legs and one second photo
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(?!data:)", page)
    assert "<script" not in page


def test_numbers_flags_and_meaning_are_on_the_page() -> None:
    """What the PDF says the page says, with the suggestions in full."""
    page = examination_html(make_examination())
    for words in ("Thigh 5.0° below horizontal", "Glute bridge", "not a diagnosis", "600 limbs", "Not when:"):
        assert words in page


def test_names_from_outside_are_escaped() -> None:
    """A person's name cannot become markup."""
    page = examination_html(make_examination(person="<img src=x onerror=alert(1)>", examiner='"&'))
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("stop", [Stop(pain=GROIN_PAIN), Stop(red_flags=(RedFlag.NERVE,))])
def test_stopped_page_has_no_degrees(stop: Stop) -> None:
    """Why it was stopped, and no angle."""
    page = examination_html(make_examination().stopped(stop))
    assert "°" not in page
    assert stop.title in page
