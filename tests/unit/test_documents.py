"""What the documents point to is there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "sample_images" / "README.md", *ROOT.glob("docs/*.md")]

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
