"""Results as rows of a table and as JSON records, the same from the command line, the app and the notebooks."""

from thomas_test.results.records import (
    SCHEMA,
    SCHEMA_VERSION,
    analysis_from_json,
    analysis_to_json,
    file_record,
)
from thomas_test.results.rows import (
    COLUMNS,
    ResultRow,
    package_version,
    row_of,
    row_of_error,
    row_of_skipped,
    words_of,
)
from thomas_test.results.table import csv_text, write_csv

__all__ = [
    "COLUMNS",
    "SCHEMA",
    "SCHEMA_VERSION",
    "ResultRow",
    "analysis_from_json",
    "analysis_to_json",
    "csv_text",
    "file_record",
    "package_version",
    "row_of",
    "row_of_error",
    "row_of_skipped",
    "words_of",
    "write_csv",
]
