"""How every page is made: from a template in the package, whatever strangers wrote escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def page_template(
    package: str,
    name: str,
    *,
    filters: dict[str, Callable[..., Any]] | None = None,
    tests: dict[str, Callable[..., bool]] | None = None,
) -> Template:
    """A template out of a package's folder ``templates``; a name that it does not know is an error."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters or {}
    environment.tests |= tests or {}
    return environment.get_template(name)
