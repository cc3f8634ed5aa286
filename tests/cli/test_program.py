import subprocess
import sys

import pytest

from support.command_line import Command
from thomas_test.cli import lazily
from thomas_test.output.rows import package_version

COMMANDS = ["measure", "score", "video", "validate", "app", "models list", "models fetch", "models verify"]


def test_the_version_is_printed(command: Command) -> None:
    """--version prints name and version."""
    run = command("--version")
    assert (run.status, run.out) == (0, f"thomas-test {package_version()}\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(command: Command, name: str) -> None:
    """--help says what a command does and shows how it is called."""
    run = command(*name.split(), "--help")
    assert run.status == 0
    assert "For example" in run.out
    assert f"thomas-test {name}" in run.out


def test_without_a_command_the_help_is_shown(command: Command) -> None:
    """All commands are listed."""
    run = command()
    assert run.status == 2
    for name in ("measure", "score", "video", "validate", "app", "models"):
        assert name in run.out + run.err


def test_an_unknown_command_is_wrong_usage(command: Command) -> None:
    """A slip of the pen has exit status 2."""
    assert command("mesure", "x.jpg").status == 2


@pytest.mark.parametrize("name", lazily.COMMANDS)
def test_the_help_lists_each_command_s_own_first_sentence(command: Command, name: str) -> None:
    """What the program says of a command that it did not import yet is what the command says of itself."""
    own = lazily.real_command(name).help.split("\n\n")[0]
    assert " ".join(own.split()) == lazily.COMMANDS[name]
    assert name in command("--help").out


def test_the_help_waits_for_no_heavy_library() -> None:
    """Neither numbers nor networks, OpenCV, Streamlit or plots are loaded before they are needed."""
    program = (
        "import sys, thomas_test.cli\n"
        "try: thomas_test.cli.main(['--help'])\n"
        "except SystemExit: print()\n"
        "heavy = {'numpy', 'sqlite3', 'requests', 'pebble', 'mediapipe'} | "
        "{'cv2', 'streamlit', 'matplotlib', 'PIL', 'scipy', 'av', 'jinja2', 'pooch'}\n"
        "print(*sorted(heavy & sys.modules.keys()))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "")


def test_the_module_is_the_program() -> None:
    """``python -m thomas_test`` does what ``thomas-test`` does."""
    ended = subprocess.run(
        [sys.executable, "-m", "thomas_test", "--version"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, f"thomas-test {package_version()}\n")
