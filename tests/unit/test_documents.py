"""What the documents, and the comments of the code, point to is there; what is written twice agrees."""

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "sample_images" / "README.md",
    *ROOT.glob("docs/*.md"),
]

SOURCES = [
    path
    for folder in ("src", "benchmarks", "scripts", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path != Path(__file__)
]

_CITED = re.compile(r"\bdocs/[\w/.-]+?\.md(?:#[\w-]+)?")
"""How a comment or docstring names a document, with its heading where it means one."""

_OUTSIDE = re.compile(r"docs: |clinical notes|\bdesign\.md|\.\./(?:docs|scenes|hard|wide|front|negatives|clip|real)\b")
"""What would lead out of this repository."""

_TARGET = re.compile(
    r"""
    \]\( \s* <? ([^)\s>]+) [^)]* \)         # [words](target "title"), ![words](<target>)
    | ^ \s* \[ [^\]]+ \]: \s* (\S+)         # [name]: target
    | (?: src | href ) = ["'] ([^"']+)      # <img src="target">
    """,
    re.VERBOSE | re.MULTILINE,
)


def targets(text: str) -> list[str]:
    """What a document's links and pictures lead to, those into other machines left out."""
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = ["".join(groups) for groups in _TARGET.findall(without_code)]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(document: Path) -> set[str]:
    """The places of a document that a link may lead to, as the usual readers name them."""
    headings = re.findall(r"^#+ +(.+?) *#*$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see [here](docs/a.md) and ![a picture](<docs/b.png> 'title')", ["docs/a.md", "docs/b.png"]),
        ('[a]: docs/c.md\n<img src="docs/d.png">', ["docs/c.md", "docs/d.png"]),
        ("[b](https://example.org) [c](mailto:a@b) `[d](e)`", []),
        ("[part](#below)", ["#below"]),
    ],
)
def test_links_and_pictures_are_found(text: str, found: list[str]) -> None:
    """Whichever way they are written; what leads to another machine, or stands in code, is left out."""
    assert targets(text) == found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    """Every file, picture and heading that a document points to exists."""
    missing = []
    for target in targets(document.read_text(encoding="utf-8")):
        path, _, anchor = unquote(target).partition("#")
        place = document.parent / path if path else document
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            missing.append(target)
    assert missing == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_code_cites_is_in_this_repository(source: Path) -> None:
    """Every document and heading that a comment names exists; none leads to what only some machine has."""
    text = source.read_text(encoding="utf-8")
    missing = []
    for cited in _CITED.findall(text):
        path, _, anchor = cited.partition("#")
        if not (ROOT / path).exists() or (anchor and anchor not in anchors(ROOT / path)):
            missing.append(cited)
    assert missing == []
    assert _OUTSIDE.findall(text) == []


def test_the_contributors_table_names_files_that_are_there() -> None:
    """Every path that CONTRIBUTING gives for a change leads to a file or folder."""
    named = re.findall(
        r"`((?:src|tests|docs|benchmarks|scripts)/[\w/.-]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    )
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_make_help_shows_every_target() -> None:
    """A target without a word of help would stay unknown."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets_made = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert targets_made == set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


def test_version_agrees_wherever_it_stands() -> None:
    """Package, citation and changelog name the same latest release, the latter two on the same day."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    released = re.findall(
        r"^## \[(\d[\w.]*)\] - (\d{4}-\d{2}-\d{2})$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    cited = re.findall(r'^(?:version: |date-released: )"?([^"\n]+)"?$', citation, re.MULTILINE)
    assert released[0] == (version, cited[1])
    assert cited[0] == version
