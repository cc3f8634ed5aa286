"""What a run of a folder wrote, in a form that two runs can be compared in."""

from __future__ import annotations

import re
from pathlib import Path


def written(out: Path) -> dict[str, bytes]:
    """What a run wrote, but for what tells when and how long, and for the journal's own bytes."""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {
        name: re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d", b"", path.read_bytes())
        for name, path in found.items()
        if name not in {"journal.sqlite", "run.json"}
    }
