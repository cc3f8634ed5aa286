"""The last time beside today: in words, in the report's one page, and nowhere for a second rater."""

import datetime as dt
import io
from dataclasses import replace

import pypdfium2
import pytest

from support.examinations import DAY, GROIN_PAIN, make_examination, make_full_house, make_leg, make_picture
from thomas_test.check.record import Examination, Stop
from thomas_test.check.report import examination_html, examination_pdf
from thomas_test.check.report.letterhead import LONGEST_CLINIC, Letterhead
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.history import Book
from thomas_test.history.last_time import earlier_of, letterhead_of, store_letterhead

SIX_WEEKS = dt.timedelta(weeks=6)


def of(day: dt.date, *, left: float, right: float = 3.0) -> Examination:
    """An examination of that day."""
    legs = {Side.LEFT: make_leg(Side.LEFT, left), Side.RIGHT: make_leg(Side.RIGHT, right)}
    return replace(make_examination(legs=legs), day=day, person="P-1")


@pytest.fixture
def known(book: Book) -> Book:
    """A person with one examination and a plan."""
    book.add_person("P-1")
    book.keep("P-1", of(DAY, left=-6.0))
    book.tick(book.choose("P-1", "bridge", since=DAY), DAY)
    return book


TODAY = of(DAY + SIX_WEEKS, left=3.0, right=5.0)


def test_a_change_beyond_and_one_within_are_told_apart(known: Book) -> None:
    """Left thigh by 9 degrees, right one by 2, knees by none."""
    earlier = earlier_of(known, "P-1", TODAY)
    assert earlier is not None
    assert earlier.day == DAY
    told = {row.label: (row.before, row.today, row.is_change) for row in earlier.rows}
    assert told["Left leg, thigh angle"] == ("6.0° above horizontal", "3.0° below horizontal", True)
    assert told["Right leg, thigh angle"] == ("3.0° below horizontal", "5.0° below horizontal", False)
    assert earlier.summary == "Beyond what repeating the test may change: left leg, thigh angle."
    assert earlier.plans[0].startswith("Glutes and hamstrings: the glute bridge: since 2026-03-14")
    assert earlier.curve().startswith(b"\x89PNG")


def test_no_curve_is_drawn_before_a_report_asks_for_it(known: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that shows what changed runs again with every click."""
    monkeypatch.setattr("thomas_test.history.last_time.curve_png", lambda *_, **__: pytest.fail("a curve was drawn"))
    earlier = earlier_of(known, "P-1", TODAY)
    assert earlier is not None
    assert earlier.rows


def test_with_nothing_beyond_it_says_so(known: Book) -> None:
    """Never that something has improved."""
    earlier = earlier_of(known, "P-1", of(DAY + SIX_WEEKS, left=-4.0))
    assert earlier is not None
    assert earlier.summary == "Nothing changed by more than repeating the test may change."


def test_the_first_examination_has_nothing_before_it(known: Book) -> None:
    """Nor one of an earlier day, nor one that stopped."""
    assert earlier_of(known, "P-1", of(DAY, left=1.0)) is None
    assert earlier_of(known, "P-1", of(DAY - SIX_WEEKS, left=1.0)) is None
    assert earlier_of(known, "P-1", TODAY.stopped(Stop(pain=GROIN_PAIN), keep_other=False)) is None


def test_what_was_over_before_the_last_time_was_not_done_since(known: Book) -> None:
    """An exercise that was ended weeks before it did nothing to what changed after it; one that was done late did."""
    known.keep("P-1", of(DAY + SIX_WEEKS, left=-4.0))
    bridge = known.choose("P-1", "bridge", since=DAY)
    known.end(bridge, DAY + dt.timedelta(weeks=1))
    today = of(DAY + 2 * SIX_WEEKS, left=3.0)

    def told() -> bool:
        earlier = earlier_of(known, "P-1", today)
        assert earlier is not None
        assert "glute bridge" in earlier.curve_words
        return any("glute bridge" in plan for plan in earlier.plans)

    assert not told()
    known.tick(bridge, DAY + SIX_WEEKS + dt.timedelta(days=1))
    assert told()


def test_what_was_kept_of_today_already_counts_once(known: Book) -> None:
    """Kept or not, the report is the same."""
    before = earlier_of(known, "P-1", TODAY)
    known.keep("P-1", TODAY)
    after = earlier_of(known, "P-1", TODAY)
    assert before is not None
    assert after is not None
    assert (before.rows, before.curve()) == (after.rows, after.curve())


def text_of(pdf: bytes) -> tuple[int, str]:
    """Pages of a PDF, and the words on them."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    pages = len(document)
    document.close()
    return pages, text


@pytest.mark.parametrize("today", [TODAY, replace(make_full_house(mixed=True), day=DAY + SIX_WEEKS)])
def test_the_report_has_both_days_on_one_page(known: Book, today: Examination) -> None:
    """However much stands on it; the clinic's name above, hashes short."""
    head = Letterhead.from_input("Praxis Nord", make_picture())
    pages, text = text_of(examination_pdf(today, letterhead=head, earlier=earlier_of(known, "P-1", today)))
    assert pages == 1
    for words in (
        "Praxis Nord",
        "Since 2026-03-14",
        "Left leg, thigh angle",
        "Done since",
        "beyond the",
        "2026-03-14 today",
    ):
        assert words in text


def test_the_page_has_it_too_and_escapes_what_was_typed(known: Book) -> None:
    """Both days, the curve with its words, nothing of a name as markup."""
    head = Letterhead(name="<b>Praxis</b>")
    page = examination_html(TODAY, letterhead=head, earlier=earlier_of(known, "P-1", TODAY))
    assert "&lt;b&gt;Praxis" in page
    assert "Since 2026-03-14" in page
    assert 'alt="Thigh angle of the left leg, 2 times' in page


def test_a_second_rater_sees_nothing_of_before(known: Book) -> None:
    """Angles of the last time sway as those of today do."""
    earlier = earlier_of(known, "P-1", TODAY)
    assert "Since" not in text_of(examination_pdf(TODAY, rater_blind=True, earlier=earlier))[1]
    assert "Since 2026" not in examination_html(TODAY, rater_blind=True, earlier=earlier)


def test_a_clinics_head_is_kept_in_its_database(book: Book) -> None:
    """Name and logo; none where nobody stored one."""
    assert letterhead_of(book) == Letterhead()
    head = Letterhead.from_input("  Praxis   Nord ", make_picture())
    assert head.name == "Praxis Nord"
    store_letterhead(book, head)
    assert letterhead_of(book) == head


@pytest.mark.parametrize(("name", "logo"), [("x" * (LONGEST_CLINIC + 1), None), ("", b"no picture")])
def test_heads_that_cannot_be_are_refused(name: str, logo: bytes | None) -> None:
    """In words, as something that was handed over wrongly."""
    with pytest.raises(UsageError):
        Letterhead.from_input(name, logo)
