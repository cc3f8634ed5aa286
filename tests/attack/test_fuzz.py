"""Every reader of a stranger's file, fed with damaged ones: a result or a refusal in words, never anything else.

Long: run with ``make attack``; ``THOMAS_TEST_FUZZ`` says how many inputs each reader gets (500 by default).
"""

from __future__ import annotations

import os

import pytest

from support.damaged import READERS, check_damaged

INPUTS = int(os.environ.get("THOMAS_TEST_FUZZ", "500"))
LONGEST_S = 20.0
"""No input may take longer, on a busy machine."""


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("default")
def test_damaged_files_are_read_or_refused_in_words(reader: str) -> None:
    """Nothing but our own errors comes out, and nothing takes long."""
    check_damaged(reader, INPUTS, longest_s=LONGEST_S)
