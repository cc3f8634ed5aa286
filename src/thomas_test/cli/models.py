"""``thomas-test models``: which pose models lie on this machine, fetch them, check them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thomas_test.cli import speaking, streams
from thomas_test.cli.statuses import OWN_FAILURE

models = typer.Typer(
    name="models", help="List, fetch and verify the pose models.", no_args_is_help=True, rich_markup_mode="rich"
)

_NAMES = "lite, full or heavy"


@models.command("list")
def list_command() -> None:
    """List the pose models and whether they lie in the cache; fetches nothing.

    For example:

      thomas-test models list
    """
    from thomas_test.estimators.models import cache_folder, list_models

    rows = [
        (
            status.name,
            status.state.value,
            "" if status.size_bytes is None else f"{status.size_bytes:,} bytes",
            status.source or "",
            (status.sha256 or "")[:12],
        )
        for status in list_models()
    ]
    speaking.print_table(("model", "state", "size", "source", "SHA-256 begins"), rows)
    streams.say(f"Cache: {speaking.shown(str(cache_folder()))}")


@models.command("fetch")
def fetch_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help=f"{_NAMES}; heavy if none.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Fetch even what is there and whole.")] = False,
) -> None:
    """Fetch pose models into the cache: from Google's store, or rebuilt out of MediaPipe's packages.

    For example:

      thomas-test models fetch

      thomas-test models fetch full heavy
    """
    from thomas_test.core.settings import Effort
    from thomas_test.estimators.models import fetch_model
    from thomas_test.estimators.registry import NETWORKS_OF_EFFORT

    for name in names or NETWORKS_OF_EFFORT[Effort.STANDARD]:
        with speaking.fetch_progress() as progress:
            model = fetch_model(name, progress=progress, again=again)
        streams.say(f"{model.name}: {speaking.shown(str(model.path))} ({model.source}, SHA-256 {model.sha256})")


@models.command("verify")
def verify_command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help=f"{_NAMES}; without a name all in the cache.")
    ] = None,
) -> None:
    """Check that models in the cache are what they should be, by their SHA-256.

    Exit status: 0 all good; 1 one is missing or damaged, or there is none.

    For example:

      thomas-test models verify full
    """
    from thomas_test.core.errors import ModelError
    from thomas_test.estimators.models import cached_models, verify_model

    chosen = names or cached_models()
    if not chosen:
        raise ModelError("expected a pose model in the cache, found none; fetch one with: thomas-test models fetch")
    all_good = True
    for name in chosen:
        try:
            status = verify_model(name)
        except ModelError as error:
            # the next one is still worth knowing about
            speaking.note(f"thomas-test: {error}")
            all_good = False
            continue
        path = speaking.shown(str(Path(status.path)))
        streams.say(f"{status.name}: good, {status.source}, SHA-256 {status.sha256}, {path}")
    if not all_good:
        raise typer.Exit(OWN_FAILURE)
