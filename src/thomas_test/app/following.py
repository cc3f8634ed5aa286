"""An open picture held against the choices in the side panel, as they stand now."""

from __future__ import annotations

from dataclasses import replace

from thomas_test.app import engine
from thomas_test.app.desk import Case
from thomas_test.app.editor.edits import with_choices, with_preset
from thomas_test.app.intake import read_again
from thomas_test.core.settings import Settings


def asks_for_reading(case: Case, settings: Settings) -> bool:
    """Whether the choices ask for another reading: one that no hand has touched, of a picture that is there."""
    before = case.settings
    same = (before.leg, before.head_towards, before.effort) == (settings.leg, settings.head_towards, settings.effort)
    return not (same or case.is_touched or case.picture is None)


def followed(case: Case, settings: Settings) -> Case:
    """The case by the choices: read again where they ask for it, else held against them.

    Raises
    ------
    ThomasTestError
        When it cannot be read again.
    """
    settings = replace(settings, stated=case.settings.stated)  # that is said below the picture
    if asks_for_reading(case, settings):
        return read_again(case, engine.shared_engine(settings.effort), settings)
    return with_choices(case, settings) if case.is_touched else with_preset(case, settings.preset)
