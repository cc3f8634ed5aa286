"""Fetches a model in a child process: for a process that `thomas_test.estimators.privacy` keeps on loopback.

Run as ``python -m thomas_test.estimators.models.fetching NAME``. One JSON object a line comes out:
``{"doing": ..., "done": ...}`` now and then, ``{"error": ...}`` if it failed. The parent looks into
the cache itself afterwards.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from thomas_test.core.errors import ModelError, UsageError
from thomas_test.core.text_files import json_in
from thomas_test.estimators.models.catalogue import FetchProgress, ModelFile, ModelName, no_progress
from thomas_test.estimators.models.store import ModelStore, default_store
from thomas_test.estimators.privacy import original_environment


def fetch_in_child(store: ModelStore, name: ModelName, progress: FetchProgress = no_progress) -> ModelFile:
    """Let a child process with the unguarded environment fetch a model into the user's cache.

    Raises
    ------
    ModelError
        The child's own words, or what is known of its end.
    """
    # -P: a file of the user's working folder must not pass for a module of ours
    command = [sys.executable, "-P", "-m", "thomas_test.estimators.models.fetching", name.value]
    failure = ""
    with subprocess.Popen(  # noqa: S603 - a list of our own words, no shell
        command,
        env=original_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        for line in child.stdout or ():
            failure = _hear(line, progress) or failure
    found = None if child.returncode else store.cached(name)
    if found is None:
        raise ModelError(failure or f"fetching the pose model '{name.value}' ended with status {child.returncode}")
    return found


def _hear(line: str, progress: FetchProgress) -> str:
    """Pass progress on; return the words of a failure."""
    try:
        said = json_in(line, expected="a line")
    except UsageError:
        return line.strip()  # not ours: an interpreter that does not start, say
    if not isinstance(said, dict):
        return line.strip()
    if "doing" in said:
        progress(str(said["doing"]), said.get("done"))
    return str(said.get("error", ""))


def main(arguments: Sequence[str]) -> int:
    """Fetch the model named by the only argument; return the exit status."""
    try:
        default_store().fetch(ModelName(arguments[0]), lambda doing, done: _write({"doing": doing, "done": done}))
    except ModelError as error:
        _write({"error": str(error)})
        return 1
    return 0


def _write(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
