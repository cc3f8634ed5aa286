"""Text that strangers wrote (a file's name, a record's field) before it stands in Markdown.

Streamlit reads Markdown nearly everywhere: a button's label, a caption, a warning, a bar's words. There
``![p](http://…)`` makes the browser fetch an address, and a bare address becomes a link. So whatever comes from a file,
a name or a record goes through `plain` before it reaches such a place, or stands in HTML behind `html.escape`.
"""

from __future__ import annotations

import re

_JOINER = "\N{WORD JOINER}"
"""Takes no room on the screen; letters on both sides of it are no address any more."""

_SYNTAX = re.compile(r"[$&*<@\[\\\]^_`{|}~]|:(?! |$)|^[-+#>]|^\d{1,9}[.)]")
"""What Markdown, HTML, formulas and Streamlit's directives are made of, where they are; other signs stay readable."""

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Control characters, line ends, and the signs that turn the direction of all that follows."""

_ADDRESS = re.compile(r"www(?=\.)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text for a place that reads Markdown: there it is shown letter for letter, and does nothing.

    Signs of syntax become character references, which Markdown shows and never takes for syntax (CommonMark 0.31,
    section 2.5). Addresses are found after that, in what is to be shown: a joiner without width breaks them.
    """
    line = " ".join(_HIDDEN.sub(" ", text).split())
    line = _ADDRESS.sub(lambda found: found.group() + _JOINER, line)
    return _SYNTAX.sub(_reference, line)


def _reference(found: re.Match[str]) -> str:
    digits, sign = found.group()[:-1], found.group()[-1]
    return f"{digits}&#{ord(sign)};{_JOINER if sign in ':@' else ''}"
