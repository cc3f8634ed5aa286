from .agreement import columns_of
from .figures import Agreement, Estimate, FlagAgreement, ValidationReport
from .keys import file_key
from .page import Written, plots_of, summary, write_validation_page
from .records import AngleName, LeftOut, LeftOutReason, Pair
from .repeatability import write_repeatability
from .study import validate
from .tables import ManifestEntry, read_manifest

__all__ = [
    "Agreement",
    "AngleName",
    "Estimate",
    "FlagAgreement",
    "LeftOut",
    "LeftOutReason",
    "ManifestEntry",
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
