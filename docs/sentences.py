"""Write docs/sentences.md: ``python docs/sentences.py`` in a checkout, whenever a sentence or its source changes."""

from __future__ import annotations

from pathlib import Path

from thomas_test.check.meaning.sentences import sentences_page

if __name__ == "__main__":
    (Path(__file__).parent / "sentences.md").write_text(sentences_page(), encoding="utf-8", newline="\n")
