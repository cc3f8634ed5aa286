"""What is printed arrives: on any console, in any pipe, and where nobody listens or the disk is full."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.batch_fakes import make_folder
from support.command_line import Command
from thomas_test.batch.journal import Journal
from thomas_test.cli import main
from thomas_test.cli.streams import prepare_streams
from thomas_test.core.errors import StorageError
from thomas_test.output.records import analysis_from_json
from thomas_test.output.words import SIGNS

ABOVE = {
    "tested_leg": "left",
    "head_towards": "left",
    "points_px": {"hip": [60, 60], "knee": [108.74, 51.406], "ankle": [122.42, 88.0]},
}
"""A thigh 10 degrees above the rows: a minus to print."""


@dataclass(frozen=True, kw_only=True)
class Bytes:
    """What a command came to: its exit status, and what came out of it as bytes."""

    status: int
    out: bytes
    err: bytes


@pytest.fixture
def on_console(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Bytes]:
    """What runs the program with this encoding on its streams, as a Windows pipe has it."""

    def run(encoding: str, *argv: str) -> Bytes:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patched:
            for name, buffer in (("stdout", out), ("stderr", err)):
                patched.setattr(sys, name, io.TextIOWrapper(buffer, encoding=encoding, newline="\n"))
            with pytest.raises(SystemExit) as ended:
                main(argv)
            sys.stdout.flush()
            sys.stderr.flush()
            # closing the streams would take the bytes with them
            for stream in (sys.stdout, sys.stderr):
                stream.detach()
        return Bytes(status=int(ended.value.code or 0), out=out.getvalue(), err=err.getvalue())

    return run


def in_shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a line of a shell; ``thomas-test`` in it is this one, and its exit status is echoed last."""
    line = line.replace("thomas-test", f"{sys.executable} -m thomas_test")
    return subprocess.run(["bash", "-c", line], capture_output=True, check=False)


@pytest.fixture
def above(tmp_path: Path) -> str:
    """A points file with the thigh above the horizontal."""
    (tmp_path / "above.json").write_text(json.dumps(ABOVE))
    return "above.json"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp850", "latin-1", "cp1251", "utf-8"])
def test_every_console_tells_minus_and_verdicts(
    on_console: Callable[..., Bytes], photo: str, above: str, encoding: str
) -> None:
    """The minus is a minus; met, not met, borderline and not assessed keep four signs; no other question mark."""
    run = on_console(encoding, "measure", photo, "--points", above, "--no-picture", "--level", "-3")
    out = run.out.decode(encoding)
    assert (run.status, run.err) == (0, b"")
    assert re.search(r"^Thigh \S+ +13\.0( deg|°) above horizontal", out, re.MULTILINE)
    assert re.search(r"tilt [-−]3\.0( deg|°)", out)
    assert set(re.findall(r"^(\S) not met  ", out, re.MULTILINE)) <= {"N", "✗"}
    assert (out.count("not met"), out.count("?"), out.count("? borderline")) == (2, 1, 1)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "cp932", "utf-8"])
def test_json_is_utf_8_on_every_console(
    on_console: Callable[..., Bytes], photo: str, above: str, encoding: str
) -> None:
    """Sent to a file by a Windows program or not: one document that any reader of JSON takes."""
    out = on_console(encoding, "measure", photo, "--points", above, "--json").out.decode("utf-8")
    analysis = analysis_from_json(json.loads(out))
    assert analysis.measured.measurement.thigh.value_deg == pytest.approx(-10.0, abs=0.05)
    # what another program may recode on the way is ASCII alone
    assert out.isascii() == (encoding != "utf-8")


def test_names_stay_apart_on_every_console(on_console: Callable[..., Bytes], tmp_path: Path, above: str) -> None:
    """Two names that a console has no letters for are not both question marks."""
    make_folder(tmp_path, "写真.png", "映像.png")
    told = [
        on_console("cp1252", "measure", name, "--points", above, "--no-picture").out.decode("cp1252")
        for name in ("写真.png", "映像.png")
    ]
    assert "\\u5199" in told[0]
    assert told[0].splitlines()[0] != told[1].splitlines()[0]


def test_the_four_verdicts_keep_four_signs() -> None:
    """On the poorest console there is; borderline alone is a question mark."""
    prepare_streams()
    signs = [sign.encode("ascii", "thomas-test.ascii").decode() for sign in SIGNS.values()]
    assert signs == ["Y", "N", "?", "-"]


def test_help_can_be_read_on_every_console(on_console: Callable[..., Bytes]) -> None:
    """The frames around it become lines, no question marks."""
    run = on_console("cp1252", "measure", "--help")
    assert run.status == 0
    assert b"--level-line" in run.out
    assert b"??" not in run.out


@pytest.mark.parametrize("argv", ["measure photo.png --points above.json --no-picture", "--help"])
@pytest.mark.usefixtures("photo", "above")
def test_a_reader_that_has_gone_is_no_fault(argv: str) -> None:
    """`| head -n 1`: a quiet end, whatever was printed."""
    ended = in_shell(f"thomas-test {argv} | head -n 1")
    assert ended.stderr == b""
    assert ended.stdout.count(b"\n") <= 1


@pytest.mark.usefixtures("photo", "above")
def test_a_reader_that_has_gone_costs_no_file() -> None:
    """What is to be written is written, and the exit status is that of the measurement."""
    ended = in_shell("thomas-test measure photo.png --points above.json --out x.png | true; echo ${PIPESTATUS[0]}")
    assert (ended.stdout, ended.stderr) == (b"0\n", b"")
    assert Path("x.png").stat().st_size > 0


@pytest.mark.parametrize(("closed", "said"), [(">&-", ""), ("2>&-", "Thigh"), (">&- 2>&- <&-", "")])
@pytest.mark.usefixtures("photo", "above")
def test_closed_streams_are_no_fault(closed: str, said: str) -> None:
    """Started without a standard output or error, such as by a scheduler: measured and written, nothing else harmed."""
    ended = in_shell(f"thomas-test measure photo.png --points above.json --out x.png {closed}; echo $?")
    assert ended.stdout.endswith(b"0\n")
    assert said.encode() in ended.stdout
    assert ended.stderr == b""
    assert Path("x.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("options", ["", "--json"])
@pytest.mark.usefixtures("photo", "above")
def test_a_full_disk_for_the_output_is_said(options: str) -> None:
    """The result that was asked for is lost: said on the standard error, exit status 1, nothing to report."""
    ended = in_shell(f"thomas-test measure photo.png --points above.json --no-picture {options} > /dev/full; echo $?")
    assert ended.stdout == b"1\n"
    assert b"No space left on device" in ended.stderr
    assert b"report it" not in ended.stderr


def refuse_writing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Make every new picture fail, as a read-only folder or a full disk does also for those who may everything."""

    def fail(path: Path, _data: bytes) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", fail)


@pytest.mark.parametrize("number", [13, 28, 30], ids=["not allowed", "full", "read-only"])
def test_a_folder_that_cannot_be_written_to_costs_the_picture_only(
    command: Command, photo: str, above: str, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The numbers first, then what could not be written; nobody asked for the picture, so the exit status is 0."""
    refuse_writing(monkeypatch, number)
    run = command("measure", photo, "--points", above)
    assert run.status == 0
    assert "10.0° above horizontal" in run.out
    assert "Annotated picture" not in run.out
    assert os.strerror(number) in run.err
    assert "--out" in run.err


def test_a_picture_that_was_asked_for_and_cannot_be_written_is_a_failure(
    command: Command, photo: str, above: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 1, and the numbers are there all the same; also as JSON."""
    refuse_writing(monkeypatch, 28)
    assert "10.0° above horizontal" in (run := command("measure", photo, "--points", above, "--out", "x.png")).out
    assert run.status == 1
    run = command("measure", photo, "--points", above, "--out", "x.png", "--json")
    assert (run.status, json.loads(run.out)["status"]) == (1, "measured")
    assert "No space left" in run.err


def test_a_disk_that_is_full_is_no_fault_of_the_program(
    command: Command, tmp_path: Path, points: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it shows: the reason, and nothing to report."""
    make_folder(tmp_path / "photos", "a.png")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "out/x")

    monkeypatch.setattr("thomas_test.batch.run.write_csv", fail)
    run = command("score", "photos", "--out", "out", "--points", points)
    assert run.status == 1
    assert "No space left on device" in run.err
    assert "report it" not in run.err


def test_a_disk_that_fills_while_a_folder_is_read_costs_no_number(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of what was read come first, then how many are kept and how to go on; with --resume all are there."""
    make_folder(tmp_path / "photos", "a.png", "b.png", "c.png")
    same = {"tested_leg": "left", "points_px": {"hip": [60, 60], "knee": [110, 60], "ankle": [115, 110]}}
    names = ("a.png", "b.png", "c.png")
    Path("all.json").write_text(json.dumps([{**same, "file": name} for name in names]))
    add, added = Journal.add, []

    def fill(self: Journal, *told: Any) -> None:
        if len(added) == 2:
            raise StorageError("'out' cannot be written to any more (database or disk is full)")
        added.append(told)
        add(self, *told)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", fill)
        run = command("score", "photos", "--out", "out", "--points", "all.json", "--workers", "1")
    assert run.status == 1
    lines = [line.split() for line in run.out.splitlines()]
    kept = sorted(pending.name for pending, *_ in added)  # the last two pictures are read in either order
    assert [line[:2] for line in lines if line[0] in names] == [[name, "left"] for name in kept]
    assert "The 95 % interval" in run.out
    assert "2 of 3 pictures are kept" in run.err
    run = command("score", "photos", "--out", "out", "--points", "all.json", "--resume")
    assert run.status == 0
    assert all(name in run.out for name in names)
