from pathlib import Path

import pypdfium2
import pytest

from support.command_line import Command
from support.examinations import GROIN_PAIN, make_examination
from thomas_test.check.record import Stop
from thomas_test.check.storage import save_examination


@pytest.fixture
def check() -> str:
    """A saved check."""
    Path("check.json").write_bytes(save_examination(make_examination()))
    return "check.json"


def test_report_is_a_pdf_beside_us(command: Command, check: str) -> None:
    """Without further words: one page of PDF in the working folder."""
    run = command("report", check)
    assert (run.status, run.err) == (0, "")
    assert "check.pdf" in run.out
    assert Path("check.pdf").read_bytes().startswith(b"%PDF")


def test_a_page_never_takes_the_place_of_another(command: Command, check: str) -> None:
    """Without --out report, hand-out and the second rater's page each have their name, and an earlier one stays."""
    kinds = ((), ("--handout",), ("--rater-blind",), ())
    said = [command("report", check, *kind).out.split(": ")[1].strip() for kind in kinds]
    assert said == ["check.pdf", "check-handout.pdf", "check-rater-blind.pdf", "check-2.pdf"]
    assert "Kneeling hip-flexor stretch" in text_of("check-handout.pdf")


def test_ending_chooses_the_kind(command: Command, check: str) -> None:
    """--out page.html gives a page."""
    assert command("report", check, "--out", "page.html").status == 0
    assert "<!doctype html>" in Path("page.html").read_text("utf-8")


def test_rater_blind_leaves_out_what_could_sway(command: Command, check: str) -> None:
    """The help's own line: pictures and set-up, and no angle, flag or pattern."""
    assert command("report", check, "--out", "blind.html", "--rater-blind").status == 0
    page = Path("blind.html").read_text("utf-8").split("</style>")[1]
    assert page.count("data:image/jpeg") == 3
    assert "Low back flat" in page
    assert not any(words in page for words in ("°", "✗", "Pattern", "spread"))
    assert "no angle, flag or pattern" in " ".join(command("report", "--help").out.split())


def test_stopped_check_gives_its_reason(command: Command) -> None:
    """A check ended by pain has a page without an angle."""
    Path("stopped.json").write_bytes(save_examination(make_examination().stopped(Stop(pain=GROIN_PAIN))))
    assert command("report", "stopped.json", "--out", "page.html").status == 0
    page = Path("page.html").read_text("utf-8")
    assert "Not completed: pain" in page
    assert "°" not in page


def test_the_hand_out_holds_the_exercises_that_were_named(command: Command, check: str) -> None:
    """As often as was said; without a name all that suits, and the console says what that is."""
    line = ["--handout", "--exercise", "bridge", "--exercise", "psoas_stretch", "--times", "5", "--weeks", "3"]
    run = command("report", check, "--out", "you.pdf", *line)
    assert (run.status, run.err) == (0, "")
    text = text_of("you.pdf")
    assert "1. Psoas stretch" in text
    assert "2. Glutes and hamstrings" in text
    assert "5 times a week for 3 weeks" in text
    assert "3. " not in text
    run = command("report", check, "--out", "all.pdf", "--handout")
    assert "kneeling_stretch" in run.err
    assert "Kneeling hip-flexor stretch" in text_of("all.pdf")


def text_of(file: str) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(file)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["check.json", "--handout", "--exercise", "jogging"], "psoas_stretch"),
        (["check.json", "--exercise", "bridge"], "with --handout"),
        (["check.json", "--handout", "--times", "99"], "1 to 21 times a week"),
        (["none.json"], "expected a saved check"),
        (["check.json", "--out", "page.docx"], ".pdf or .html"),
        (["check.json", "--out", "no/such/folder.pdf"], "a place for --out"),
        (["points.json"], "open the file that the full check saved"),
    ],
)
def test_wrong_usage_is_told_in_words(command: Command, check: str, points: str, line: list[str], message: str) -> None:
    """Each says what was expected, with status 2."""
    assert (check, points) == ("check.json", "points.json")
    run = command("report", *line)
    assert run.status == 2
    assert message in run.err
