"""How those who wait are told how far something is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how many parts are done and how many there will be."""
