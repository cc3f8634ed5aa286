"""The program: its commands, its exit statuses, and what is said when something goes wrong."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from thomas_test.cli import speaking, streams
from thomas_test.cli.lazily import LazyGroup, announce
from thomas_test.cli.statuses import OWN_FAILURE, WRONG_USAGE
from thomas_test.core.errors import ThomasTestError, UsageError

program = typer.Typer(
    name="thomas-test",
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    # our own words for what goes wrong, below; no box of code in front of a clinician
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
announce(program)


def _version(wanted: bool) -> None:
    if wanted:
        from thomas_test.output.rows import package_version

        streams.say(f"thomas-test {package_version()}")
        raise typer.Exit


@program.callback()
def _before(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the code something went wrong.")] = False,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Measure the Thomas Test from a photo: thigh against the horizontal and knee flexion, each with its interval.

    For information and as an aid to measuring, for professionals and for people's own training: it measures and
    describes the position of a leg. It is no diagnosis and no medical device, and does not replace an examination.
    Nothing leaves this machine.

    For example:

      thomas-test measure photo.jpg

      thomas-test score photos --out results
    """
    context.ensure_object(dict)["debug"] = debug


def main(argv: Sequence[str] | None = None) -> None:
    """Run the program and exit.

    Parameters
    ----------
    argv
        What was typed after the program's name; by default that of this process.
    """
    streams.prepare_streams()
    sys.exit(streams.settled(_run(argv)))


def _run(argv: Sequence[str] | None) -> int:
    chosen: dict[str, Any] = {}
    try:
        program(args=argv, prog_name="thomas-test", obj=chosen)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else OWN_FAILURE if ended.code else 0
    except ThomasTestError as error:
        _explain(error, chosen)
        return WRONG_USAGE if isinstance(error, UsageError) else OWN_FAILURE
    except OSError as error:
        if error.errno in streams.WRITE_FAILURES:
            _name_trouble(error, chosen)
        else:
            _admit(error, chosen)
    except Exception as error:  # noqa: BLE001 - the outermost border: a bug of ours, told in words
        _admit(error, chosen)
    return OWN_FAILURE


def _explain(error: ThomasTestError, chosen: dict[str, Any]) -> None:
    if chosen.get("debug"):
        traceback.print_exc()
    speaking.note(f"thomas-test: {error}")


def _name_trouble(error: OSError, chosen: dict[str, Any]) -> None:
    if chosen.get("debug"):
        traceback.print_exc()
    place = f" to {str(error.filename)!r}" if error.filename else ""
    speaking.note(
        f"thomas-test: cannot write{place}: {error.strerror}. Free some space, change the permissions, or choose "
        "another place; what stands above was measured."
    )


def _admit(error: Exception, chosen: dict[str, Any]) -> None:
    if chosen.get("debug"):
        traceback.print_exc()
        return
    speaking.note(
        f"thomas-test: unexpected problem ({type(error).__name__}: {error}). This is a fault of the program.\n"
        "Please report it, without photos of people, with what this prints: thomas-test --debug ..."
    )
