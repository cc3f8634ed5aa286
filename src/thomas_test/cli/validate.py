"""``thomas-test validate``: our readings against a goniometer, an inclinometer or a second reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import choices, people, streams
from thomas_test.core.criteria import PRESETS, Preset
from thomas_test.core.errors import UsageError

if TYPE_CHECKING:
    from thomas_test.validation import ValidationReport


def validate(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS.csv", help="results.csv of `thomas-test score`, or one reader's table.")
    ],
    reference: Annotated[
        Path,
        typer.Argument(
            metavar="REFERENCE.csv",
            help="Columns: file and/or subject, side, trial; rater if several; thigh_angle_deg, knee_flexion_deg.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for validation.html and validation.json.")
    ] = Path("validation"),
    flip_thigh: Annotated[
        bool, typer.Option("--flip-thigh", help="The reference counts the thigh the other way: + above the horizontal.")
    ] = False,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            metavar="CODES",
            help="Numbers that stand for a missing value, such as -99,999; none: there are none. Without it those that "
            "look so are left out and told. May be given several times.",
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="NAME",
            help=f"Thresholds of the flags: {', '.join(PRESETS)}. Without it those of the results.",
            rich_help_panel="Thresholds",
        ),
    ] = None,
    knee_tolerance: choices.KneeTolerance = None,
    repeat: Annotated[
        bool,
        typer.Option(
            "--repeat",
            help="Both tables are sessions of the same people: how well the test repeats, and the clinic's own MDC.",
        ),
    ] = False,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="With --repeat: keep the clinic's own MDC in the database; `history` goes by it."),
    ] = False,
    database: people.Database = "",
) -> None:
    """Compare readings with a reference and write a page with the figures.

    On the page: bias, limits of agreement, MAE, RMSE, ICC(2,1), SEM, MDC95, proportional bias, coverage.

    For the flags: kappa, sensitivity, specificity. And everybody who was left out, with the reason.

    The reference is in our signs: thigh + = knee below the hip, knee 0 = straight.

    Needs the optional extra called validate; where it is missing the command prints the line that installs it.

    For example:

      thomas-test validate out/results.csv goniometer.csv

      thomas-test validate out/results.csv inclinometer.csv --flip-thigh --out check

      thomas-test validate out/results.csv second/results.csv --preset mills

      thomas-test validate monday/results.csv friday/results.csv --repeat --keep
    """
    if keep and not repeat:
        raise UsageError("expected --keep with --repeat, got it without: only sessions of the same people tell an MDC")
    from thomas_test import validation  # loads templates and statistics: only for those who compare
    from thomas_test.validation.codes import codes_of

    chosen = Preset.named(preset) if preset is not None else None
    report = validation.validate(
        results,
        reference,
        flip_thigh=flip_thigh,
        missing=codes_of(",".join(missing) if missing else None),
        preset=chosen,
        knee_tolerance_deg=knee_tolerance,
        repeat=repeat,
    )
    streams.say(validation.summary(report))
    # the numbers first: a full disk costs the page only
    written = validation.write_validation_page(report, out)
    streams.say(f"\nPage: {written.page}\nJSON: {written.json}")
    if repeat:
        own = validation.write_repeatability(report, out)
        streams.say(f"What repeating may change here, for 'report --own-mdc' and the full check: {own}")
        for line in _known_to(report):
            streams.say(line)
        if keep:
            people.keep_own_mdc(own, database)


def _known_to(report: ValidationReport) -> Iterator[str]:
    """How well few people tell a minimal detectable change; nothing where there are as many as a plan asks for."""
    from thomas_test.validation.plan import people_for_error, precision_of_error

    usual, enough = 0.2, people_for_error(precision=0.2)
    for one in report.agreements:
        if one.minimal_detectable_change.value is not None and one.subjects < enough:
            known = precision_of_error(one.subjects)
            yield (
                f"{one.angle.words}: {one.subjects} persons tell MDC95 within {100 * known:.0f} % of itself; for "
                f"{100 * usual:.0f} % it takes {enough} ('thomas-test plan')"
            )
