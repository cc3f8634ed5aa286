"""The libraries of the optional extra ``thomas-test[validate]``."""

from importlib.util import find_spec

from thomas_test.core.errors import UsageError

_LIBRARIES = ("matplotlib", "scipy", "statsmodels")


def require_libraries() -> None:
    """Check that the libraries for statistics and plots are there, without importing them.

    Raises
    ------
    UsageError
        When one is missing; the message has the line that installs it.
    """
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"validate needs {', '.join(missing)}, not installed here. Install the extra with:\n"
            '    python -m pip install "thomas-test[validate]"'
        )
