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
    dicom: Annotated[
        bool, typer.Option("--dicom", help="The annotated pictures as DICOM Secondary Capture (needs 'dicom').")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to: a file, else the standard output; a folder for --dicom."),
    ] = None,
) -> None:
    """Write a saved check in the form of other records.

    For example:

      thomas-test export check.json --fhir --out bundle.json

      thomas-test export check.json --dicom --out pictures

    FHIR holds the person's code, numbers with intervals, flags and how it was measured: no picture. DICOM holds the
    picture of each leg with its lines and angles drawn in, faces as they were kept.
    """
    from thomas_test.check.fhir import examination_bundle
    from thomas_test.check.storage import open_examination

    if fhir == dicom:
        raise UsageError("expected one form to write: --fhir or --dicom")
    if dicom and out is None:
        raise UsageError("expected --out with a folder for the pictures, got none")
    if out is not None:
        given.check_apart(out, check, what="the saved check")
    data = given.read_given(check, expected="a saved check")
    if dicom and out is not None:
        _write_dicom(data, out)
        return
    text = examination_bundle(open_examination(data))
    if out is None:
        typer.echo(text)
        return
    given.write_out(out, f"{text}\n".encode())
    typer.echo(f"Written: {speaking.shown(str(out))}")


def _write_dicom(data: bytes, folder: Path) -> None:
    from thomas_test.check.dicom import examination_dicom
    from thomas_test.check.storage import open_examination

    made = examination_dicom(open_examination(data))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for side, written in made.items():
            (folder / f"{side}.dcm").write_bytes(written)
            typer.echo(f"Written: {speaking.shown(str(folder / f'{side}.dcm'))}")
    except OSError as error:
        raise UsageError(f"expected a place for --out, got {str(folder)!r}: {error.strerror}") from error
