"""How far the app can be reached, and whether somebody has set a password for those who come from beyond."""

from __future__ import annotations

import os
import re

from streamlit import config

from thomas_test.app.server.guard import LOCAL_NAMES
from thomas_test.core.errors import UsageError

PASSWORD_VARIABLE = "THOMAS_TEST_PASSWORD"  # noqa: S105 - a name, no secret
"""Environment variable with the password that takes the place of the token drawn at each start."""
_PASSWORD = re.compile(r"[A-Za-z0-9._~-]{12,100}")
"""What stands in a link and in a cookie as it is; 12 letters, for here is no limit of tries."""


def answers_beyond() -> bool:
    """Whether the app answers beyond this machine."""
    return address() not in LOCAL_NAMES


def address() -> str:
    """The address on which the app answers."""
    return str(config.get_option("server.address") or "0.0.0.0")  # noqa: S104 - what Streamlit makes of none


def password() -> str:
    """The password that somebody has set; empty where nobody did.

    Raises
    ------
    UsageError
        When it cannot be one.
    """
    found = os.environ.get(PASSWORD_VARIABLE, "")
    if found and not _PASSWORD.fullmatch(found):
        raise UsageError(
            f"expected {PASSWORD_VARIABLE} to be 12 to 100 letters without accents, digits or . _ ~ -, got "
            f"{len(found)} letters that are not: choose another"
        )
    return found


def may_show_people() -> bool:
    """Whether people and their records may be shown: on this machine alone, or behind a password of one's own.

    The token that is drawn at each start keeps strangers out, too, but it stands in the terminal's output and in the
    link that is handed on for one photo; what is kept for years asks for a word that somebody chose for it.
    """
    return not answers_beyond() or bool(password())
