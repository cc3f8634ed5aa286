"""Fetches a bundle from Google's model store."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from thomas_test.errors import ModelError
from thomas_test.models.catalogue import KnownModel
from thomas_test.models.progress import Progress

# A machine without network must hear so soon; a slow line may take its time over the body.
_CONNECT_TIMEOUT_S: Final = 5
_READ_TIMEOUT_S: Final = 30


def fetch_official(known: KnownModel, folder: Path, progress: Progress) -> Path:
    """Download the official bundle into a folder and check its hash.

    Returns
    -------
    Path
        The bundle inside ``folder``.

    Raises
    ------
    ModelError
        The store cannot be reached, refuses, or sends other bytes than the pinned ones.
    """
    import pooch
    import requests  # comes with pooch, which downloads with it

    pooch.get_logger().setLevel(logging.WARNING)
    downloader = pooch.HTTPDownloader(
        progressbar=_PoochProgress(progress), timeout=(_CONNECT_TIMEOUT_S, _READ_TIMEOUT_S)
    )
    try:
        got = pooch.retrieve(
            known.url,
            known_hash=f"sha256:{known.official_sha256}",
            fname=known.file_name,
            path=folder,
            downloader=downloader,
        )
    except requests.Timeout as error:
        raise ModelError(f"no answer within {_CONNECT_TIMEOUT_S} to {_READ_TIMEOUT_S} s") from error
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else "an error"
        raise ModelError(f"expected the file, got HTTP {status}") from error
    except requests.RequestException as error:
        raise ModelError(f"the connection failed ({type(error).__name__})") from error
    except ValueError as error:  # how pooch says that the hash differs
        raise ModelError("expected the pinned file, got other bytes (SHA-256 differs)") from error
    return Path(got)


class _PoochProgress:
    """What pooch calls while it downloads: the part of tqdm's interface that it needs."""

    def __init__(self, progress: Progress) -> None:
        self.total = 0
        self._done = 0
        self._progress = progress

    def update(self, count: int) -> None:
        self._done = min(self._done + count, self.total)
        self._progress("downloading from Google's model store", self._done / self.total if self.total else None)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        """Nothing to close; pooch calls it."""
