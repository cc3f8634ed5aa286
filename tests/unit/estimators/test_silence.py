"""Silence on the standard error, asked for by several threads at once: live page and photo are read side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thomas_test.estimators.mediapipe import silenced_stderr


def test_overlapping_silences_end_in_speech(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever ends first, the terminal is mute until the last one ends, and speaks then."""
    first, second = silenced_stderr(), silenced_stderr()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    os.write(2, b"still mute\n")
    second.__exit__(None, None, None)
    os.write(2, b"heard again\n")
    assert capfd.readouterr().err == "heard again\n"


def test_no_file_stays_open(capfd: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    """A stream reads ten frames a second for hours: descriptors must not leak."""
    before = os.open(os.devnull, os.O_RDONLY)
    os.close(before)
    for _ in range(50):
        with silenced_stderr(), silenced_stderr():
            pass
    after = os.open(os.devnull, os.O_RDONLY)
    os.close(after)
    assert after == before  # the lowest free number


_SILENT = """
import os
from thomas_test.estimators.mediapipe import silenced_stderr
with silenced_stderr():
    kept = os.open("kept", os.O_CREAT | os.O_WRONLY)
os.write(kept, b"whole")
"""


def test_without_a_standard_error_nothing_is_harmed(tmp_path: Path) -> None:
    """Started by a scheduler or a window: Python has no stream then, and another file gets the number."""
    line = '"$0" -c "$1" 2>&-'
    ended = subprocess.run(["bash", "-c", line, sys.executable, _SILENT], cwd=tmp_path, check=False)
    assert ended.returncode == 0
    assert (tmp_path / "kept").read_bytes() == b"whole"
