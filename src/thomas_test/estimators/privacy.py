"""Nothing leaves the machine: keeps MediaPipe's uploader on loopback.

Creating a ``PoseLandmarker`` of MediaPipe 1.2 looks up and contacts its maker's server
(google-ai-edge/mediapipe#6291); 0.10.21 did not, and no option turns it off. Its uploader is libcurl, which obeys the
proxy variables. So we name as proxy a port of this machine on which nobody listens (9, "discard"): no name is
looked up, no packet leaves.

The uploader reads the environment whenever it sends. The variables therefore stay set for the rest of the
process, and such a process can fetch nothing for itself. Whoever needs the network after that (fetching another
pose model from the running app) does it in a child process with `original_environment`.

The guard lives in the environment alone, what it displaced included: child processes are guarded, too, and
still know how the network is reached.
"""

from __future__ import annotations

import json
import os
from typing import Final

from thomas_test.core.errors import UsageError
from thomas_test.core.text_files import json_in

LOOPBACK_PROXY: Final = "http://127.0.0.1:9"

# curl(1), "Environment": lower and upper case; all_proxy is the fallback for every other scheme.
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
# Hosts named here go past the proxy: "*" would let everything out again.
_EXCEPTIONS: Final = ("no_proxy", "NO_PROXY")
_DISPLACED: Final = "THOMAS_TEST_DISPLACED_PROXIES"


def keep_on_loopback() -> None:
    """Send whatever this process and its children send by proxy to a closed port of this machine.

    Call it before the first MediaPipe task exists. Calling it again does no harm and repairs variables that were
    changed meanwhile.
    """
    if _DISPLACED not in os.environ:
        displaced = {name: os.environ[name] for name in (*_PROXIES, *_EXCEPTIONS) if name in os.environ}
        os.environ[_DISPLACED] = json.dumps(displaced)
    for name in _EXCEPTIONS:
        os.environ.pop(name, None)
    for name in _PROXIES:
        os.environ[name] = LOOPBACK_PROXY


def is_kept_on_loopback() -> bool:
    """Say whether `keep_on_loopback` was called in this process or in the one that started it."""
    return _DISPLACED in os.environ


def original_environment() -> dict[str, str]:
    """The environment as it would be without the guard, for a child process that may use the network.

    Never start MediaPipe in such a process.
    """
    environment = dict(os.environ)
    displaced = environment.pop(_DISPLACED, None)
    if displaced is None:
        return environment
    for name in (*_PROXIES, *_EXCEPTIONS):
        environment.pop(name, None)
    return environment | _remembered(displaced)


def _remembered(text: str) -> dict[str, str]:
    """Read what was displaced; a variable that somebody else wrote tells nothing and is no reason to fail."""
    try:
        values = json_in(text, expected="variables")
    except UsageError:
        return {}
    if not isinstance(values, dict):
        return {}
    known = (*_PROXIES, *_EXCEPTIONS)
    return {name: value for name, value in values.items() if name in known and isinstance(value, str)}
