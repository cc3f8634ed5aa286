"""Render the pages that benchmarks write: docs/accuracy.md and what README quotes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

FLAGS = ("reaches_parallel", "reaches_10_below", "knee_near_90")
"""The three flags, in the order of the tables."""


def render(template: str, figures: Mapping[str, Any]) -> str:
    """Fill a template of this folder with the figures of a run; a figure that is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown of our own figures, no page
    )
    environment.filters["deg"] = lambda value, digits=1: f"{value:.{digits}f}°"
    # rounded first and 0 added: no negative zero
    environment.filters["signed"] = lambda value, digits=1: f"{round(value, digits) + 0.0:+.{digits}f}°".replace(
        "-", "−"
    )
    environment.filters["percent"] = lambda value: f"{100 * value:.0f} %"
    return environment.get_template(template).render(**figures, flags=FLAGS)
