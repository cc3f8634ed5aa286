"""No sentence about a body or a test is shown without a source, and the table in the documents has all of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentences import sentences_page, shown_sentences
from thomas_test.check.meaning.sources import sources_of

ROOT = Path(__file__).parents[4]
SRC = ROOT / "src" / "thomas_test"
MODULES = sorted(SRC.rglob("*.py"))
"""All of them: whoever adds a page or a command is asked as well."""
PAGES = sorted(path for ending in ("*.j2", "*.html", "*.js") for path in SRC.rglob(ending))
CLAIM = re.compile(
    r"\b(i?lio ?psoas|psoas|rectus femoris|TFL|sartorius|hip flexors?|capsule|ligaments?|spine|vertebrae?|"
    r"hip joint|nerves?|athletes|students|adults|muscles?|pelvis|low back|hurts?|pain|tight|tightness|stretch|knees|"
    r"contracture)\b"
)
HEADINGS = {"seen", "help", "why"}
"""The finding itself, which comes from the numbers and statements beside it; the help of an option or a field."""
NOT_SHOWN = ("expected ", "thomas-test: ")
"""How messages of errors begin: they speak of what was handed over."""
NO_CLAIM = frozenset(
    {
        "Does anything hurt, pull or tingle?",
        "Nobody asked whether anything hurt.",
        "a stretch where none is expected",
        "something hurt, as was said beside its photo.",
        "the answer whether anything hurts, pulls or tingles",
        "How the test was done is stated with --pelvis, --foot and --pain; no pattern is named without.",
    }
)
"""What a picture shows, questions, and what was answered or is still to be."""
TOLD = [one for _, sentences in shown_sentences() for one in sentences]


def spoken(module: Path) -> Iterator[str]:
    """The sentences of a module about bodies and tests: no docstrings, findings, options' help or errors' messages."""
    tree = ast.parse(module.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    headings = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in HEADINGS
        for part in ast.walk(node.value)
    }
    raised = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in docstrings | headings | raised:
            yield from claims(node.value)


def claims(text: str) -> Iterator[str]:
    """Every sentence, or long enough a piece of one, that says something of bodies."""
    for part in re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n[-*] |\n\d\. ", text):
        said = " ".join(re.sub(r"<[^>]*>|\*\*|\{[%{][^}]*[%}]\}", " ", part).split())
        if len(said) > 30 and " " in said and CLAIM.search(said) and not said.startswith(NOT_SHOWN):
            yield from {said} - NO_CLAIM


def untold(said: Iterator[str], table: str) -> list[str]:
    """What of it does not stand in the table; what is filled in may be anything there."""
    return [one for one in said if not all(plain(piece) in table for piece in re.split(r"\{\w*\}", one))]


def plain(text: str) -> str:
    """Letters and figures alone, so that a full stop or a capital is no difference."""
    return re.sub(r"\W+", " ", text).casefold().strip()


def test_the_page_is_what_the_code_says() -> None:
    """docs/sentences.md is made of the table (`python docs/sentences.py`)."""
    assert (ROOT / "docs" / "sentences.md").read_text("utf-8") == sentences_page()


@pytest.fixture(scope="module")
def table() -> str:
    """What stands in the table, and what its sources are called there."""
    told = [one.text for one in TOLD]
    sources = [f"{one.short} {one.full} {one.measured} {one.whom} {one.sure}" for one in sources_of(TOLD)]
    return plain(" | ".join([*told, *sources]))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_sentence_is_shown_without_a_source(module: Path, table: str) -> None:
    """Whatever a module says of muscles, joints and people stands in the table, word for word."""
    assert untold(spoken(module), table) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_page_has_a_sentence_of_its_own(page: Path, table: str) -> None:
    """Templates and scripts put words in place that come from elsewhere."""
    assert untold(claims(page.read_text("utf-8")), table) == []


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
    cause = re.compile(
        r"\b((can|could) (come|be an|hold|give|stand|lift|weaken)|seems? to (take|come|be short)|comes from|because of|"
        r"is (due to|caused by)|indicates|proves|moves the thigh|lets it hang)\b"
    )
    assert [one.text for one in TOLD if cause.search(one.text)] == []
