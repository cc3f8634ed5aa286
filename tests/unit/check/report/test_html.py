import re
from html import unescape

import pytest

from support.examinations import GROIN_PAIN, make_examination
from thomas_test.check.record import Stop
from thomas_test.check.red_flags import RedFlag
from thomas_test.check.report import examination_html
from thomas_test.check.report.contents import report_content


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
    for words in ("Thigh 5.0° below horizontal", "glute bridge", "no diagnosis", "600 limbs", "Not when:"):
        assert words in page


def test_every_sentence_of_meaning_and_advice_has_its_source_beside_it() -> None:
    """Each sentence is followed by its source in short, and each source stands in full at the end."""
    examination = make_examination()
    content, page = report_content(examination), unescape(examination_html(examination))
    told = [one for shared in content.meanings for one in shared.sentences]
    told += [one for chosen in content.suggestions for one in chosen.suggestion.sentences]
    assert told
    for one in told:
        assert f"{one.text} <small>[{one.mark}]</small>" in page
    for source in (*content.sources, *content.further_sources):
        assert f"<b>{source.short}</b> {source.full}" in page


def test_suggestions_stand_open_and_on_their_own_sheet() -> None:
    """Nothing is folded away that paper could not unfold, and the suggestions begin on a new sheet."""
    page = examination_html(make_examination())
    assert "<details" not in page
    assert "section.actions { break-before: page;" in page
    assert page.index('class="actions"') > page.index("</footer>")


def test_letters_follow_the_size_of_the_print() -> None:
    """Sizes hang on the body's, so that paper can shrink them all: no size counts from the root."""
    assert not re.search(r"\d(\.\d+)?rem\b", examination_html(make_examination()))


def test_rater_blind_page_has_no_degrees() -> None:
    """The page for a second rater holds the pictures, and no angle, flag or pattern."""
    page = examination_html(make_examination(), rater_blind=True)
    assert page.count("data:image/jpeg;base64,") == 3
    for words in ("°", "✓", "✗", "borderline:", "iliopsoas", "What can be done"):
        assert words not in page.split("</style>")[1]


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
