"""The error tree. Command line and app catch the base class and nothing wider.

::

    ThomasTestError
    ├── UsageError          a choice that cannot be followed: a setting, a file given by hand
    ├── ImageError          a picture by its name that cannot be read; carries a stable reason code
    ├── ModelError          a pose model that cannot be found, fetched or trusted
    ├── EstimatorError      the pose network failed on a picture it was given
    └── StorageError        a disk, a folder or a cluster failed in the middle of the work: full, read-only, gone

A picture that can be read but not measured is no error: it is a result with a refusal.
"""

from __future__ import annotations

import functools


class ThomasTestError(Exception):
    """Base of every error that this package raises on purpose."""


class UsageError(ThomasTestError):
    """A choice that cannot be followed; the message says what was expected and what came."""


class ImageError(ThomasTestError):
    """A picture that cannot be read.

    Attributes
    ----------
    reason : str
        Stable code for tables: ``unreadable``, ``empty``, ``too_large``, ``animated``,
        ``no_permission``, ``vanished``, ``own_output``, ``unknown_coding``, ``out_of_memory``,
        ``timed_out``, ``crashed``, ``not_fetched``.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders in batch runs: keep the reason with the message."""
        return functools.partial(ImageError, reason=self.reason), (str(self),)


class ModelError(ThomasTestError):
    """A pose model that cannot be found, fetched or trusted; says what was tried and what to do."""


class EstimatorError(ThomasTestError):
    """The pose network failed on a picture it was given."""


class StorageError(ThomasTestError):
    """A disk, a folder or a cluster that failed in the middle of the work: full, turned read-only, removed, gone."""
