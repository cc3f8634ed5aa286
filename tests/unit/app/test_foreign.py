"""Text of strangers in Markdown: it is shown letter for letter, and does nothing."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from thomas_test.app.widgets.foreign import plain

HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}


def tokens(text: str) -> set[str]:
    """What a CommonMark reader with tables and strike-through makes of a text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return {token.type for top in reader.parse(text) for token in (top, *(top.children or ()))}


def shown(text: str) -> str:
    """What stands on the screen, without the joiners that take no room."""
    reader = MarkdownIt("commonmark")
    inline = [token for top in reader.parse(text) for token in (top.children or ())]
    return "".join(token.content for token in inline).replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize(
    "text",
    [
        "![p](http://example.invalid/p.png)",
        "[a link](http://example.invalid)",
        "<img src=http://example.invalid/p.png>",
        "# a heading",
        "- a list",
        "1. a list",
        "12) a list",
        "+ a list",
        "--- ---",
        "> a quotation",
        "    code",
        "`code`",
        "$x^2$",
        ":red[colour]",
        ":material/home:",
        "| a | b |\n| - | - |",
        "~~struck~~ *leaning* **bold** _under_",
        "&copy;",
        "a\\_b",
    ],
)
def test_nothing_is_taken_for_syntax(text: str) -> None:
    """Whatever Markdown, HTML, formulas and Streamlit's directives are made of is shown as letters."""
    assert tokens(plain(text)) - {"text_special"} <= HARMLESS
    assert shown(plain(text)) == " ".join(text.split())


@given(st.text())
def test_any_text_stays_what_it_is(text: str) -> None:
    """One paragraph of plain letters, whatever was typed; nothing is lost but control characters and spaces."""
    made = plain(text)
    assert tokens(made) - {"text_special"} <= HARMLESS
    kept = [sign for sign in shown(made) if not sign.isspace()]
    assert set(kept) <= set(text)


@pytest.mark.parametrize("text", ["http://example.invalid", "www.example.invalid", "WWW.x.y", "me@example.invalid"])
def test_a_bare_address_is_no_link(text: str) -> None:
    """Readers look for addresses after references are resolved: a joiner without width breaks them."""
    seen = unescape(plain(text))
    assert text not in seen
    assert seen.replace("\N{WORD JOINER}", "") == text


@pytest.mark.parametrize("sign", ["\n", "\u2028", "\u202e", "\u2066", "\x00", "\x1b"])
def test_no_sign_turns_or_breaks_the_line(sign: str) -> None:
    """A name cannot end the line, hide, or turn what stands behind it."""
    assert plain(f"a{sign}b") == "a b"


def test_an_ordinary_name_stays_readable_in_the_source() -> None:
    """Only what would do something is replaced: most names and sentences look as they are."""
    for text in ("left leg, second (2).jpg", "Not tested: amputation.", "the table's leg - 60%"):
        assert plain(text) == text
