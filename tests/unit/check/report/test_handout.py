"""The hand-out: what the person tested takes home."""

import re

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from sentences import shown_sentences
from support.examinations import GROIN_PAIN, make_examination, make_full_house
from support.paper import letters_pt
from thomas_test.check.exercises import EXERCISES, Dose, Exercise, chosen_for, suiting
from thomas_test.check.meaning.instructions import STOP_IF_IT_HURTS
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure
from thomas_test.check.record import Examination, Stop
from thomas_test.check.report import examination_handout
from thomas_test.check.report.letterhead import Letterhead
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side

TWO = {Measure.PSOAS_STRETCH: Dose(times_a_week=5, weeks=4), Measure.BRIDGE: Dose()}


def chosen(doses: dict[Measure, Dose]) -> tuple[Exercise, ...]:
    """What was ticked for the full house."""
    return chosen_for(make_full_house(mixed=True), doses)


def _pages(examination: Examination, exercises: tuple[Exercise, ...] | None = None) -> list[str]:
    document = pypdfium2.PdfDocument(examination_handout(examination, exercises))
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return pages


def test_only_what_was_chosen_is_on_it_with_its_drawing_its_words_and_boxes() -> None:
    """A first page on when to stop, then each exercise with how, how much, how often and a box for each day."""
    first, psoas, bridge = _pages(make_full_house(mixed=True), chosen(TWO))
    assert "Psoas stretch with side-bending away" in first
    assert "rolling" not in f"{first} {psoas} {bridge}".lower()
    for words in (
        "End: bend away",
        "stretch here",
        "Lift the arm of that side",
        "5 times a week for 4 weeks",
        "[ACSM 2021]",
    ):
        assert words in psoas
    assert re.search(r"Week Mon Tue Wed Thu Fri Sat Sun 1 2 3 4$", psoas)
    assert "times a week, as your therapist says" in bridge
    assert "works here" in bridge


def test_when_to_stop_stands_first_with_its_source() -> None:
    """Every sentence of it, each with the mark of where it comes from, and the sources in full."""
    first = _pages(make_full_house(mixed=True), chosen(TWO))[0]
    for one in STOP_IF_IT_HURTS:
        assert f"{one.text} [{one.mark}]" in first
    assert "Our own judgement" in first
    assert set(STOP_IF_IT_HURTS) <= {one for _, told in shown_sentences() for one in told}


@pytest.mark.parametrize("examination", [make_examination(), make_full_house(mixed=True)], ids=["usual", "full"])
def test_no_finding_and_no_code_goes_home(examination: Examination) -> None:
    """They are for the clinician: no angle, no pattern, no band, no study's finding, no hash."""
    text = " ".join(_pages(examination))
    found = ("°", "SHA-256", "[guide", "interval of", "What studies found", "knee_open", "Peeler", "may be short")
    assert not [words for words in found if words in text]


def test_print_is_large() -> None:
    """No letter is smaller than 14 points, those of the drawings included."""
    assert min(letters_pt(examination_handout(make_full_house(mixed=True)))) >= 13.99


def test_more_than_once_a_day_has_more_boxes_and_a_professionals_work_has_none() -> None:
    """Two boxes for 14 times a week; nothing to tick where somebody else does it."""
    (_, page) = _pages(make_full_house(), chosen({Measure.MANUAL: Dose(times_a_week=1)}))
    assert "Week" not in page
    assert "never by a layman" in page

    def boxes(times: int) -> int:
        document = pypdfium2.PdfDocument(
            examination_handout(make_full_house(), chosen({Measure.BRIDGE: Dose(times_a_week=times, weeks=1)}))
        )
        count = sum(1 for one in document[1].get_objects(max_depth=4) if _is_box(one))
        document.close()
        return count

    assert (boxes(7), boxes(14)) == (7, 14)


def _is_box(one: pypdfium2.PdfObject) -> bool:
    if one.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    left, bottom, right, top = one.get_bounds()
    return (round(right - left, 1), round(top - bottom, 1)) == (19.4, 19.4)  # its side and its line, twice


def test_without_a_choice_it_holds_all_that_suits() -> None:
    """In the order in which it is told."""
    examination = make_full_house(mixed=True)
    titles = [one.suggestion.title for one in suiting(examination)]
    assert len(titles) >= 5
    first = _pages(examination)[0]
    places = [first.index(f"{number}. {title}") for number, title in enumerate(titles, start=1)]
    assert places == sorted(places)
    assert "No exercise was chosen." in _pages(examination, ())[0]


def test_after_a_stop_there_is_a_reason_and_nothing_to_exercise() -> None:
    """With one leg left, too."""
    for side in (Side.LEFT, None):
        (page,) = _pages(make_examination().stopped(Stop(pain=GROIN_PAIN, side=side)))
        assert "Not completed: pain" in page
        assert "Do not repeat the test today." in page
        assert "Your exercises" not in page
        assert "°" not in page


@pytest.mark.parametrize("measure", EXERCISES)
def test_every_exercise_can_go_home(measure: Measure) -> None:
    """Whatever was found: a clinician may choose what the findings do not name."""
    pages = _pages(make_examination(), chosen_for(make_examination(), {measure: Dose(weeks=104)}))
    assert SUGGESTIONS[measure].title in pages[1]


def test_what_is_no_exercise_is_refused() -> None:
    """And so is what no week holds."""
    with pytest.raises(UsageError, match="expected exercises"):
        chosen_for(make_examination(), {Measure.REPEAT: Dose()})
    with pytest.raises(UsageError, match="1 to 21 times a week"):
        Dose(times_a_week=22)
    with pytest.raises(UsageError, match="1 to 104 weeks"):
        Dose(weeks=0)


def test_the_clinic_stands_above_it() -> None:
    """As it does above the report."""
    document = pypdfium2.PdfDocument(
        examination_handout(make_examination(), chosen(TWO), letterhead=Letterhead(name="Clinic of the Hill"))
    )
    assert "Clinic of the Hill" in document[0].get_textpage().get_text_bounded()
    document.close()


def test_the_same_check_gives_the_same_file() -> None:
    """No time stamp, no random name."""
    assert examination_handout(make_examination()) == examination_handout(make_examination())
