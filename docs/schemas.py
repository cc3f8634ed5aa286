"""Write docs/person.schema.json: ``python docs/schemas.py`` in a checkout, whenever a record in it changes."""

from __future__ import annotations

import json
from pathlib import Path

from thomas_test.history.transfer import person_schema

if __name__ == "__main__":
    text = json.dumps(person_schema(), indent=1, ensure_ascii=False) + "\n"
    (Path(__file__).parent / "person.schema.json").write_text(text, encoding="utf-8", newline="\n")
