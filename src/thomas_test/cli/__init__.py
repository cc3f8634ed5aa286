"""The command line: reads what the user typed, hands over to the pipeline, prints what came of it."""

from thomas_test.cli.program import main

__all__ = ["main"]
