"""The whole app with real networks, which tell in a folder when a reader of the live page is opened and closed."""

import os
from pathlib import Path

from thomas_test.app.main import main
from thomas_test.app.pages import live
from thomas_test.core.settings import Settings
from thomas_test.estimators.models import ModelFile
from thomas_test.motion.following import LiveReader, open_live_reader

_FOLDER = Path(os.environ["READERS_FOLDER"])


def _noted(model: ModelFile, settings: Settings) -> LiveReader:
    reader = open_live_reader(model, settings)
    note = _FOLDER / f"{id(reader)}.open"
    note.touch()
    close = reader.close

    def noted_close() -> None:
        close()
        note.unlink(missing_ok=True)

    reader.close = noted_close  # type: ignore[method-assign]
    return reader


live.open_live_reader = _noted  # for good: every session runs this script
main()
