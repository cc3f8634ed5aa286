from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from thomas_test.cli.validate import validate
from thomas_test.core.errors import UsageError

_RESULTS = "file,status,thigh_angle_deg,knee_flexion_deg\na.jpg,measured,1,60\nb.jpg,measured,4,55\nc.jpg,refused,,\n"
_REFERENCE = "file,thigh_angle_deg,knee_flexion_deg\na.jpg,2,61\nb.jpg,3,55\nc.jpg,3,55\n"


@pytest.fixture
def app() -> typer.Typer:
    """The command alone, as the program registers it."""
    alone = typer.Typer()
    alone.command("validate")(validate)
    return alone


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two tables in the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("results.csv").write_text(_RESULTS, encoding="utf-8")
    Path("reference.csv").write_text(_REFERENCE, encoding="utf-8")
    return "results.csv", "reference.csv"


def test_the_command_prints_the_figures_and_writes_page_and_json(app: typer.Typer, tables: tuple[str, str]) -> None:
    """Two tables in; the main figures on the terminal, the page and the JSON in the folder named."""
    result = CliRunner().invoke(app, [*tables, "--out", "check"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "2 pairs" in result.stdout
    assert "left out: 1 refused" in result.stdout
    assert Path("check/validation.html").is_file()
    assert Path("check/validation.json").is_file()


@pytest.mark.parametrize("options", [["--missing=-99,-88"], ["--missing=-99", "--missing=-88"]])
def test_every_code_that_is_named_counts(options: list[str], app: typer.Typer, tables: tuple[str, str]) -> None:
    """In one option or in several: the last one alone would let the others be averaged in."""
    Path(tables[1]).write_text("file,thigh_angle_deg,knee_flexion_deg\na.jpg,-99,61\nb.jpg,-88,55\n", encoding="utf-8")
    result = CliRunner().invoke(app, [*tables, *options], catch_exceptions=False)
    assert "2 missing_code" in result.stdout
    assert "thigh angle," not in result.stdout


def test_without_a_folder_it_writes_into_validation(app: typer.Typer, tables: tuple[str, str]) -> None:
    """The default folder is the one that the help names."""
    assert CliRunner().invoke(app, list(tables)).exit_code == 0
    assert sorted(path.name for path in Path("validation").iterdir()) == ["validation.html", "validation.json"]


def test_options_reach_the_comparison(app: typer.Typer, tables: tuple[str, str]) -> None:
    """The convention of the thigh and the preset change the figures."""
    plain = CliRunner().invoke(app, list(tables)).stdout
    flipped = CliRunner().invoke(app, [*tables, "--flip-thigh"]).stdout
    assert "bias             0.00°" in plain
    assert "bias             5.00°" in flipped
    assert CliRunner().invoke(app, [*tables, "--preset", "execp"]).exit_code == 0
    lenient = CliRunner().invoke(app, [*tables, "--knee-tolerance", "32"]).stdout  # a knee of 60 will do, 55 will not
    changed = [line.split() for line in lenient.splitlines() if line not in plain.splitlines()]
    assert changed[0][:6] == ["decided", "kappa", "1.00,", "sensitivity", "100", "%"]
    assert len(changed) == 2  # the decided and all, of the knee's flag alone


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["results.csv", "nowhere.csv"], "cannot be read"),
        (["results.csv", "reference.csv", "--preset", "strict"], "expected a preset out of guide"),
        (["results.csv", "reference.csv", "--knee-tolerance", "91"], "expected a knee tolerance from 0 to 90"),
    ],
)
def test_wrong_usage_raises_our_error_for_the_program_to_show(
    arguments: list[str], message: str, app: typer.Typer, tables: tuple[str, str]
) -> None:
    """What cannot be followed leaves as our own error: the program prints it and exits with 2."""
    assert Path(tables[0]).exists()
    error = CliRunner().invoke(app, arguments).exception
    assert isinstance(error, UsageError)
    assert message in str(error)


def test_the_help_has_examples_and_the_extra(app: typer.Typer) -> None:
    """The help shows how to call it and that it needs an extra."""
    text = " ".join(CliRunner().invoke(app, ["--help"], terminal_width=200).stdout.split())
    assert "thomas-test validate out/results.csv goniometer.csv" in text
    assert "optional extra called validate" in text
