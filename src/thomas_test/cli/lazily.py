"""Commands that are imported when they are called: the program's help waits for none of them.

Half of what the program needs to start is what its commands import. So the program knows of each command only its name
and the sentence that its help lists; a test holds that this is the command's own first sentence.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

COMMANDS: Final = {
    "measure": "Measure one photo: thigh against the horizontal, knee flexion, the three flags, an annotated picture.",
    "score": "Measure every picture of a folder: one row for every file, measured or not.",
    "video": "Follow the leg through a video, find where it is held still, and measure the longest hold of each leg.",
    "validate": "Compare readings with a reference and write a page with the figures.",
    "plan": "Plan a study: how many people for the figures that `thomas-test validate` gives.",
    "report": "Make the one-page report of a saved check: both legs, numbers, what goes with "
    "them, how it was measured.",
    "export": "Write a saved check in the form of other records.",
    "history": "How both legs of a person went on: every examination, whether a change is one, "
    "and what was done about it.",
    "app": "Open the app in the browser: photo, live camera, full check, folders. It answers on this machine only.",
    "people": "People and their examinations in a database of yours: add, list, take in, take out, delete, back up.",
    "models": "List, fetch and verify the pose models.",
}
"""Every command with its first sentence, in the order of the help."""


def announce(program: typer.Typer) -> None:
    """Let a program know of all commands, without importing them."""
    for name, sentence in COMMANDS.items():
        program.command(name, help=sentence)(_announced)


def _announced() -> None:
    """Stand for a command that is not imported yet; never called."""


def real_command(name: str) -> Any:
    """The command itself, imported."""
    found = getattr(import_module(f"thomas_test.cli.{_MODULES.get(name, name)}"), name)
    if isinstance(found, typer.Typer):
        command: Any = typer.main.get_group(found)
    else:
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
        alone.command()(found)
        command = typer.main.get_command(alone)
    command.name = name
    return command


_MODULES: Final = {"history": "people"}
"""Where a command lies that shares its module with another one."""


class LazyGroup(TyperGroup):
    """A program whose commands are imported when they are called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed, imported now."""
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = real_command(args[0])
        return super().resolve_command(ctx, args)
