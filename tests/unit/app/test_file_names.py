"""File names of a check: person, day and kind, safe on every system."""

from __future__ import annotations

from datetime import date

import pytest

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.check.record import Examination

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("P-07", "thomas-test-P-07-2026-11-24-full.pdf"),
        ("", "thomas-test-2026-11-24-full.pdf"),
        ("../../etc/passwd", "thomas-test-etc-passwd-2026-11-24-full.pdf"),
        ("a/b\\c:d*e?\x00\u202e", "thomas-test-a-b-c-d-e-2026-11-24-full.pdf"),
        ("Łucja Ñandú", "thomas-test-Łucja-Ñandú-2026-11-24-full.pdf"),
        ("x" * 200, f"thomas-test-{'x' * 40}-2026-11-24-full.pdf"),
        ("…", "thomas-test-2026-11-24-full.pdf"),
    ],
)
def test_a_name_says_whose_and_when_and_leads_nowhere(person: str, name: str) -> None:
    """Whatever was typed as person."""
    assert file_name(Examination(day=DAY, person=person), Kind.FULL, "pdf") == name


def test_no_two_files_of_a_day_have_one_name() -> None:
    """Two people, three kinds: six names."""
    names = {
        file_name(Examination(day=DAY, person=person), kind, "pdf")
        for person in ("P-07", "P-08")
        for kind in (Kind.FULL, Kind.BLIND, Kind.PATIENT)
    }
    assert len(names) == 6
