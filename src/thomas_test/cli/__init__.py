"""The command line: reads what the user typed, hands over to the pipeline, prints what came of it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> None:
    """Run the program and exit, as `thomas_test.cli.program.main` does.

    That is imported only here: a process that reads pictures imports this package, for its parent came from here, and
    needs no command.

    Parameters
    ----------
    argv
        What was typed after the program's name; by default that of this process.
    """
    from thomas_test.cli import program

    program.main(argv)
