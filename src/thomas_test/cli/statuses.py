"""The exit statuses of the program, which scripts go by."""

OWN_FAILURE = 1
"""Our own failure; also what was asked for could not be written, or a model is missing or damaged."""

WRONG_USAGE = 2
"""A choice that cannot be followed, or no picture to read."""

NOT_MEASURED = 3
"""Finished, and not everything was measured: refused, not readable, or no hold in a video."""
