"""``thomas-test export``: a saved check for the records that others keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thomas_test.cli import given, speaking
from thomas_test.core.errors import UsageError


def export(
    check: Annotated[Path, typer.Argument(metavar="CHECK", help="A check saved by the app (JSON).")],
    fhir: Annotated[bool, typer.Option("--fhir", help="As a FHIR bundle (R4B; needs the extra 'fhir').")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; without it to the standard output.")
    ] = None,
) -> None:
    """Write a saved check in the form of other records.

    For example:

      thomas-test export check.json --fhir --out bundle.json

    It holds the person's code, numbers with intervals, flags and how it was measured: no picture.
    """
    from thomas_test.check.fhir import examination_bundle
    from thomas_test.check.storage import open_examination

    if not fhir:
        raise UsageError("expected the form to write, got none: --fhir")
    text = examination_bundle(open_examination(given.read_given(check, expected="a saved check")))
    if out is None:
        typer.echo(text)
        return
    given.write_out(out, f"{text}\n".encode())
    typer.echo(f"Written: {speaking.shown(str(out))}")
