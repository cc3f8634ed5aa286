"""No sentence about a body or a test is shown without a source, and the table in the documents has all of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from thomas_test.check.meaning.sentences import sentences_page, shown_sentences
from thomas_test.check.meaning.sources import sources_of

ROOT = Path(__file__).parents[4]
SRC = ROOT / "src" / "thomas_test"
MODULES = sorted(
    [
        *(SRC / "check").rglob("*.py"),
        *(SRC / "app" / "check").rglob("*.py"),
        SRC / "app" / "pages" / "check.py",
        *(SRC / "app" / "widgets" / name for name in ("cards.py", "result_view.py")),
        SRC / "output" / "words.py",
    ]
)
CLAIM = re.compile(
    r"\b(psoas|iliopsoas|rectus femoris|TFL|sartorius|hip flexors?|capsule|ligaments?|spine|vertebra|joint|nerve|"
    r"athletes|muscles?)\b"
)
HEADINGS = {"title", "seen"}
"""A heading, and the finding itself, which comes from the numbers and statements beside it."""
TOLD = [one for _, sentences in shown_sentences() for one in sentences]


def spoken(module: Path) -> Iterator[str]:
    """The whole sentences of a module about bodies: no docstrings, no headings, no short names."""
    tree = ast.parse(module.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    headings = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in HEADINGS
        for part in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in docstrings | headings:
            continue
        text = node.value.strip()
        if len(text) > 40 and text.endswith(".") and CLAIM.search(text):
            yield text


def test_the_page_is_what_the_code_says() -> None:
    """docs/sentences.md is made of the table (`python docs/sentences.py`)."""
    assert (ROOT / "docs" / "sentences.md").read_text("utf-8") == sentences_page()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_sentence_is_shown_without_a_source(module: Path) -> None:
    """Whatever a module says of muscles, joints and people stands in the table, word for word."""
    table = " ".join(one.text for one in TOLD)
    full = " ".join(f"{source.full} {source.measured} {source.whom} {source.sure}" for source in sources_of(TOLD))
    assert [text for text in spoken(module) if text not in table and text not in full] == []


def test_the_scan_sees_the_sentences() -> None:
    """It would be no test that found nothing."""
    assert sum(1 for module in MODULES for _ in spoken(module)) > 50


def test_every_source_says_what_it_measured_on_whom_and_how_sure() -> None:
    """A table with empty cells is none."""
    for source in sources_of(TOLD):
        assert source.measured, source.short
        assert source.whom, source.short
        assert source.sure, source.short


def test_no_cause_is_named_without_may() -> None:
    """What can lie behind a position or a pain *may*; only what was measured, or is to be done, is said flatly."""
    cause = re.compile(r"\b(can|could) (come|be an|hold|give|stand|lift|weaken)\b")
    assert [one.text for one in TOLD if cause.search(one.text)] == []
