"""The report as one HTML page that asks the network for nothing."""

from __future__ import annotations

import base64
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from thomas_test.examination.record import Examination
from thomas_test.report.contents import report_content
from thomas_test.report.scale import Bar, Dot, Words
from thomas_test.wording import sentence


def examination_html(examination: Examination, *, rater_blind: bool = False) -> str:
    """Give the report as a page: everything in one file, everything from outside escaped.

    Parameters
    ----------
    examination
        What to report.
    rater_blind
        Whether the pictures go without numbers.
    """
    content = report_content(examination, rater_blind=rater_blind)
    return _template().render(content=content, examination=examination)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("thomas_test.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode("ascii")
    environment.filters["sentence"] = sentence
    environment.tests["bar"] = lambda shape: isinstance(shape, Bar)
    environment.tests["dot"] = lambda shape: isinstance(shape, Dot)
    environment.tests["words"] = lambda shape: isinstance(shape, Words)
    return environment.get_template("examination.html.j2")
