"""How far the app can be reached, and the password that somebody may set for those from beyond."""

from __future__ import annotations

import pytest

from thomas_test.app.server.reach import PASSWORD_VARIABLE, password
from thomas_test.core.errors import UsageError


def test_without_one_there_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token drawn at each start then stands alone."""
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    assert password() == ""


@pytest.mark.parametrize("word", ["short", "with a space in it", "ünmlaut-password", "x" * 101])
def test_what_cannot_stand_in_a_link_or_is_guessed_is_refused(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what is expected, and never what came."""
    monkeypatch.setenv(PASSWORD_VARIABLE, word)
    with pytest.raises(UsageError, match="12 to 100 letters") as told:
        password()
    assert word not in str(told.value)


def test_a_good_one_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what the link has to bring."""
    monkeypatch.setenv(PASSWORD_VARIABLE, "correct.horse-Battery")
    assert password() == "correct.horse-Battery"
