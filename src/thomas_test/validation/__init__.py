"""Check the tool yourself: its readings against a goniometer, an inclinometer or a second reader.

The figures are those that a reliability study reports; whoever takes no part is listed with the reason, and what
cannot be computed says why. Statistics and plots come from the extra ``thomas-test[validate]``.
"""

from thomas_test.validation.agreement import columns_of
from thomas_test.validation.figures import Agreement, Estimate, FlagAgreement, ValidationReport
from thomas_test.validation.keys import file_key
from thomas_test.validation.page import Written, plots_of, summary, write_validation_page
from thomas_test.validation.records import AngleName, LeftOut, LeftOutReason, Pair
from thomas_test.validation.repeatability import write_repeatability
from thomas_test.validation.study import validate
from thomas_test.validation.tables import Entry, read_manifest

__all__ = [
    "Agreement",
    "AngleName",
    "Entry",
    "Estimate",
    "FlagAgreement",
    "LeftOut",
    "LeftOutReason",
    "Pair",
    "ValidationReport",
    "Written",
    "columns_of",
    "file_key",
    "plots_of",
    "read_manifest",
    "summary",
    "validate",
    "write_repeatability",
    "write_validation_page",
]
