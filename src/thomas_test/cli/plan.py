"""``thomas-test plan``: how many people a study of agreement or repeatability needs."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from thomas_test.cli import speaking, streams


def plan(
    icc: Annotated[float, typer.Option("--icc", help="The ICC that is expected.")] = 0.9,
    icc_width: Annotated[float, typer.Option("--icc-width", help="How wide its 95 % interval may be.")] = 0.1,
    readings: Annotated[int, typer.Option("--readings", help="Readings of each person: sessions or raters.")] = 2,
    precision: Annotated[
        float, typer.Option("--precision", help="How well SEM and MDC95 are to be known, as a share of themselves.")
    ] = 0.2,
    sd: Annotated[
        float, typer.Option("--sd", metavar="DEG", help="Standard deviation that the differences may have.")
    ] = 3.5,
    half_width: Annotated[
        float, typer.Option("--half-width", metavar="DEG", help="How well each limit of agreement is to be known.")
    ] = 1.5,
    lost: Annotated[
        float, typer.Option("--lost", help="Share of people who will have no pair: refused pictures, no second visit.")
    ] = 0.15,
) -> None:
    """Plan a study: how many people for the figures that `thomas-test validate` gives.

    One leg of each person counts: two legs of one person are not two people.

    For example:

      thomas-test plan

      thomas-test plan --icc 0.8 --readings 3 --lost 0.25
    """
    from thomas_test.core.errors import UsageError
    from thomas_test.validation.plan import plan_study

    if not 0.0 <= lost < 1.0:
        raise UsageError(f"expected --lost from 0 to under 1, got {lost:g}")
    needed = plan_study(
        icc=icc, icc_width=icc_width, readings=readings, precision=precision, sd_deg=sd, half_width_deg=half_width
    )
    rows = [(one.figure, str(one.people), str(math.ceil(one.people / (1.0 - lost))), one.method) for one in needed]
    speaking.print_table(("for", "people", "to invite", "by"), rows)
    streams.say("People are counted, not legs. The highest number suffices for all but sensitivity and specificity.")
    streams.say(
        "A sensitivity needs so many who have the finding, a specificity so many who do not: where one in seven has "
        "it, seven times as many people for the sensitivity."
    )
