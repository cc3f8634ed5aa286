import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from support.command_line import Command
from support.examinations import DAY, make_examination, make_leg
from thomas_test.check.storage import save_examination
from thomas_test.core.landmarks import Side


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep people in the test's own folder."""
    monkeypatch.setenv("THOMAS_TEST_DATABASE", f"sqlite:///{tmp_path}/kept/history.sqlite")


def saved(path: Path, *, weeks: int, left: float) -> str:
    """A saved check of that week."""
    legs = {Side.LEFT: make_leg(Side.LEFT, left), Side.RIGHT: make_leg(Side.RIGHT, 3.0)}
    examination = replace(make_examination(legs=legs), person="P-001", day=DAY + timedelta(weeks=weeks))
    path.write_bytes(save_examination(examination))
    return str(path)


def test_from_the_first_check_to_the_deletion(command: Command, tmp_path: Path) -> None:
    """Add, take in two checks, see the change, take everything out, delete: and the code is found nowhere."""
    assert command("people", "add").out == "Added P-001\n"
    for weeks, left in ((0, -6.0), (6, 3.0)):
        run = command("people", "keep", saved(tmp_path / f"{weeks}.json", weeks=weeks, left=left))
        assert (run.status, run.out) == (0, "Added to P-001 (known): 1 examination\n")
    assert "P-001  2 examinations, last on 2026-04-25" in command("people", "list").out
    shown = command("history", "P-001", "--out", "curve.svg")
    assert "9.0° lower: beyond the 6.9°" in shown.out
    assert "0.0°: within the 6.9°" in shown.out  # the right leg
    assert command("report", str(tmp_path / "6.json"), "--history", "--out", "both.html").status == 0
    assert "Since 2026-03-14" in Path("both.html").read_text("utf-8")
    assert Path("curve.svg").read_bytes().startswith(b"<?xml")
    assert command("people", "export", "P-001", "--out", "all.json").status == 0
    assert len(json.loads(Path("all.json").read_text("utf-8"))["examinations"]) == 2
    assert command("people", "export", "P-001", "--out", "table.csv").status == 0
    assert len(Path("table.csv").read_text("utf-8").splitlines()) == 9
    assert command("people", "delete", "P-001", "--yes").status == 0
    assert b"P-001" not in b"".join(path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file())


def test_what_is_done_about_it_is_chosen_noted_and_told(command: Command, tmp_path: Path) -> None:
    """Since when, how often and when; in the history, below the curve, and on the hand-out."""
    file = saved(tmp_path / "a.json", weeks=0, left=-9.0)
    command("people", "keep", file)
    assert "Nothing was chosen yet" in command("people", "plan", "P-001").err
    line = ["--exercise", "psoas_stretch", "--since", "2026-03-14", "--times", "5", "--weeks", "2"]
    told = "Psoas stretch with side-bending away: since 2026-03-14, 5 times a week for 2 weeks (to 2026-03-28): "
    assert command("people", "plan", "P-001", *line).out.startswith(f"1  {told}not ticked off yet")
    assert "done on 1 day" in command("people", "plan", "P-001", "--done", "1", "--day", "2026-03-16").out
    shown = command("history", "P-001", "--out", "curve.svg").out
    assert f"{told}done on 1 day, last on 2026-03-16; its weeks are over." in shown
    assert b"Psoas stretch with side-bending away" in Path("curve.svg").read_bytes()
    assert command("report", file, "--history", "--handout", "--out", "you.pdf").status == 0
    assert "5 times a week for 2 weeks" in text_of("you.pdf")


def test_a_copy_of_before_an_update_is_named_when_somebody_is_deleted(command: Command, tmp_path: Path) -> None:
    """It is no longer the database's, and still holds the person; without one nothing is said of it."""
    for code in ("P-001", "P-002"):
        command("people", "add", code)
    assert "copy" not in command("people", "delete", "P-001", "--yes").err
    copy = tmp_path / "kept" / "history.sqlite.before-20260101T000000"
    copy.write_bytes(b"older")
    assert f"A copy of before an update may still hold what is deleted: remove {str(copy)!r}" in (
        command("people", "delete", "P-002", "--yes").err
    )


def test_a_plan_is_ended_before_its_weeks_are_over(command: Command, tmp_path: Path) -> None:
    """By its number and a day; it goes on after all by its number."""
    command("people", "keep", saved(tmp_path / "a.json", weeks=0, left=-9.0))
    command("people", "plan", "P-001", "--exercise", "psoas_stretch", "--since", "2026-03-14", "--weeks", "2")
    assert "; ended on 2026-03-20" in command("people", "plan", "P-001", "--end", "1", "--day", "2026-03-20").out
    assert "ended on" in command("history", "P-001").out
    assert "its weeks are over" in command("people", "plan", "P-001", "--go-on", "1").out


def test_what_was_ended_stands_on_no_hand_out(command: Command, tmp_path: Path) -> None:
    """Nor on one of an earlier check; where nothing is left the console says so."""
    file = saved(tmp_path / "a.json", weeks=0, left=-9.0)
    command("people", "keep", file)
    command("people", "plan", "P-001", "--exercise", "psoas_stretch", "--exercise", "bridge", "--since", "2026-03-14")
    command("people", "plan", "P-001", "--end", "2", "--day", "2026-03-20")
    assert not command("report", file, "--history", "--handout", "--out", "one.pdf").err
    assert "Psoas stretch" in text_of("one.pdf")
    assert "bridge" not in text_of("one.pdf")
    command("people", "plan", "P-001", "--end", "1", "--day", "2026-03-20")
    none = command("report", file, "--history", "--handout", "--out", "none.pdf")
    assert "Nothing is on its way on 2026-03-14: --exercise NAME chooses" in none.err


def test_plans_of_somebody_who_is_here_are_left_out_and_said_to_be(command: Command, tmp_path: Path) -> None:
    """They may have gone on differently here: nobody is to think that an end or a tick came along."""
    command("people", "keep", saved(tmp_path / "a.json", weeks=0, left=-9.0))
    command("people", "plan", "P-001", "--exercise", "bridge")
    command("people", "export", "P-001", "--out", "all.json")
    assert "plans are left out, those here stay as they are" in command("people", "keep", "all.json").out
    assert "plans" not in command("people", "keep", "all.json", "--database", "other.sqlite").out


def test_a_plan_that_begins_later_stands_in_the_history(command: Command, tmp_path: Path) -> None:
    """As in its list: a heading above nothing would say that nothing was chosen."""
    command("people", "keep", saved(tmp_path / "a.json", weeks=0, left=-9.0))
    listed = command("people", "plan", "P-001", "--exercise", "psoas_stretch", "--since", "2999-01-01").out
    assert listed.removeprefix("1  ") in command("history", "P-001").out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["--exercise", "jogging"], "psoas_stretch"),
        (["--exercise", "bridge", "--since", "yesterday"], "a day such as"),
        (["--done", "1"], "a number of the list"),
        (["--end", "1"], "a number of the list"),
        (["--exercise", "bridge", "--times", "0"], "1 to 21 times a week"),
    ],
)
def test_a_plan_that_cannot_be_is_told_in_words(command: Command, line: list[str], message: str) -> None:
    """What was expected, with status 2, and nothing chosen."""
    command("people", "add", "P-001")
    run = command("people", "plan", "P-001", *line)
    assert run.status == 2
    assert message in run.err
    assert "Nothing was chosen yet" in command("people", "plan", "P-001").err


def text_of(file: str) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(file)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def test_a_preview_adds_nothing(command: Command, tmp_path: Path) -> None:
    """It says who and how many; the person is not there afterwards."""
    file = saved(tmp_path / "a.json", weeks=0, left=1.0)
    assert command("people", "keep", file, "--preview").out == "Would add to P-001 (new): 1 examination\n"
    assert "Nobody yet" in command("people", "list").err


def test_the_same_check_is_not_added_twice(command: Command, tmp_path: Path) -> None:
    """The day of what is there already is named."""
    file = saved(tmp_path / "a.json", weeks=0, left=1.0)
    command("people", "keep", file)
    assert command("people", "keep", file).out == "Added to P-001 (known): 0 examinations; there already: 2026-03-14\n"


def test_the_clinics_own_mdc_is_measured_kept_and_given_back(command: Command, tmp_path: Path) -> None:
    """Two sessions of eight legs, kept at once: `history` goes by them until somebody goes back."""
    rows = [f"P-{number // 2},{('left', 'right')[number % 2]},1," for number in range(8)]
    for name, shift in (("monday", 1.0), ("friday", -1.0)):
        lines = [f"{row}{number + shift * (number % 3)},{50 + number}" for number, row in enumerate(rows)]
        Path(f"{name}.csv").write_text(
            "\n".join(["subject,side,trial,thigh_angle_deg,knee_flexion_deg", *lines]), encoding="utf-8"
        )
    assert "thigh: 6.9° (Cejudo 2015" in command("people", "mdc").out
    run = command("validate", "monday.csv", "friday.csv", "--repeat", "--keep")
    assert run.status == 0, run.err
    assert "Kept:" in run.err
    assert (
        "thigh angle: 4 persons tell MDC95 within 69 % of itself; for 20 % it takes 49 ('thomas-test plan')" in run.out
    )
    nothing = command("validate", "monday.csv", "monday.csv", "--repeat", "--keep", "--out", "same")
    assert nothing.status == 2
    assert "Nothing was kept" in nothing.err  # and what was kept before stays
    shown = command("people", "mdc").out
    assert "measured here: monday.csv and friday.csv" in shown
    assert "6.9°" not in shown
    for weeks, left in ((0, 0.0), (6, 6.5)):
        command("people", "keep", saved(tmp_path / f"{weeks}.json", weeks=weeks, left=left))
    assert "monday.csv" in command("history", "P-001").out
    command("report", "6.json", "--history", "--out", "own.html")
    assert "monday.csv" in Path("own.html").read_text("utf-8")
    command("report", "6.json", "--out", "alone.html")
    assert "monday.csv" not in Path("alone.html").read_text("utf-8")
    assert "thigh: 6.9°" in command("people", "mdc", "--published").out
    assert "monday.csv" not in command("history", "P-001").out
    assert "monday.csv" in command("people", "mdc", "--own", "validation/repeatability.json").out


def test_a_backup_brings_everybody_back(command: Command, tmp_path: Path) -> None:
    """Into a database that is not there yet."""
    command("people", "keep", saved(tmp_path / "a.json", weeks=0, left=1.0))
    assert command("people", "backup", "b.zip").status == 0
    assert command("people", "restore", "b.zip", "--database", str(tmp_path / "new.sqlite")).status == 0
    assert "P-001" in command("people", "list", "--database", str(tmp_path / "new.sqlite")).out
    assert command("people", "restore", "b.zip").status == 2


def test_an_empty_database_replaces_no_backup(command: Command, tmp_path: Path) -> None:
    """On a new machine, where restoring was meant: the only backup stays as it is, and no database is made."""
    command("people", "keep", saved(tmp_path / "a.json", weeks=0, left=1.0))
    command("people", "backup", "b.zip")
    before, new = Path("b.zip").read_bytes(), str(tmp_path / "new.sqlite")
    run = command("people", "backup", "b.zip", "--database", new)
    assert (run.status, "people restore" in run.err) == (2, True)
    assert not Path(new).exists()
    command("people", "list", "--database", new)
    run = command("people", "backup", "b.zip", "--database", new)
    assert (run.status, "choose another name" in run.err) == (2, True)
    assert Path("b.zip").read_bytes() == before
    assert command("people", "backup", "b.zip").status == 0  # every night the same name


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("history", "P-9"), "a person in this database"),
        (("history", "P-9", "--out", "a.pdf"), ".svg or .png"),
        (("people", "keep", "nothing.json"), "a file to take in"),
        (("people", "export", "P-9", "--out", "a.xml"), ".csv"),
        (("people", "list", "--database", "nonsense://x"), "a database"),
        (("people", "delete", "P-9", "--yes"), "a person in this database"),
        (("people", "mdc", "--own", "nothing.json"), "a file to take in"),
        (("people", "mdc", "--own", "nothing.json", "--published"), "got both"),
        (("validate", "a.csv", "b.csv", "--keep"), "--keep with --repeat"),
    ],
)
def test_what_cannot_be_followed_is_told_in_words(command: Command, argv: tuple[str, ...], words: str) -> None:
    """Exit status 2 and what was expected; no traceback."""
    run = command(*argv)
    assert run.status == 2
    assert words in run.err
