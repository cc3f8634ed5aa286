from __future__ import annotations

import typer
from typer.testing import CliRunner

from thomas_test.cli.plan import plan


def test_the_highest_number_is_not_said_to_suffice_for_a_share() -> None:
    """63 people are not 35 with the finding: those are counted by the finding, and that is said."""
    alone = typer.Typer()
    alone.command("plan")(plan)
    said = CliRunner().invoke(alone, [], catch_exceptions=False).stdout
    assert "suffices for all but sensitivity and specificity" in said
    assert "seven times as many people" in said
