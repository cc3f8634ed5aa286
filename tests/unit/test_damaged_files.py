"""Every reader of a stranger's file, fed with a few damaged ones; ``make attack`` has some hundred for each."""

from __future__ import annotations

import pytest

from support.damaged import READERS, check_damaged


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("default")
def test_damaged_files_are_read_or_refused_in_words(reader: str) -> None:
    """Nothing but our own errors comes out, and nothing takes long, on a busy machine."""
    check_damaged(reader, 30, longest_s=60.0)
