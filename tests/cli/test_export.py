import json
from pathlib import Path

import pytest

from support.command_line import Command
from support.examinations import make_examination
from thomas_test.check.storage import save_examination


@pytest.fixture
def check(tmp_path: Path) -> str:
    """A saved check."""
    (tmp_path / "check.json").write_bytes(save_examination(make_examination()))
    return "check.json"


def test_a_saved_check_becomes_a_bundle(command: Command, check: str) -> None:
    """To the standard output as it is, or to a file."""
    run = command("export", check, "--fhir")
    assert (run.status, json.loads(run.out)["resourceType"]) == (0, "Bundle")
    assert command("export", check, "--fhir", "--out", "bundle.json").out == "Written: bundle.json\n"
    assert json.loads(Path("bundle.json").read_text("utf-8")) == json.loads(run.out)


def test_its_pictures_become_dicom_files(command: Command, check: str) -> None:
    """One for each leg, in a folder that is made."""
    run = command("export", check, "--dicom", "--out", "pictures")
    assert (run.status, run.out) == (0, "Written: pictures/left.dcm\nWritten: pictures/right.dcm\n")
    assert Path("pictures/left.dcm").read_bytes()[128:132] == b"DICM"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("check.json",), "--fhir or --dicom"),  # no form named
        (("check.json", "--fhir", "--dicom"), "--fhir or --dicom"),  # both
        (("check.json", "--dicom"), "a folder"),
        (("check.json", "--dicom", "--out", "check.json"), "than the saved check itself"),
        (("nothing.json", "--fhir"), "a saved check"),
        (("check.json", "--fhir", "--out", "no/such/folder/b.json"), "a place for --out"),
    ],
)
def test_what_cannot_be_written_is_told_in_words(
    command: Command,
    check: str,  # noqa: ARG001
    argv: tuple[str, ...],
    words: str,
) -> None:
    """Exit status 2, and what was expected."""
    run = command("export", *argv)
    assert run.status == 2
    assert words in run.err


def test_a_saved_check_is_not_written_over(command: Command, check: str) -> None:
    """The bundle holds no pictures and cannot be opened again: with it in the check's place the check would be gone."""
    before = Path(check).read_bytes()
    Path("link.json").symlink_to(check)
    for place in (check, f"./{check}", "link.json"):
        run = command("export", check, "--fhir", "--out", place)
        assert (run.status, "expected another file for --out than the saved check itself" in run.err) == (2, True)
    assert Path(check).read_bytes() == before
