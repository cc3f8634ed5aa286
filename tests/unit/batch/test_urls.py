"""Pictures and results at a URL: a real object store on loopback, an archive, and memory."""

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from support.batch_fakes import READING, make_folder
from support.runs import written
from support.sftp_store import PASSWORD, SftpServer
from thomas_test.batch import score_folder
from thomas_test.batch.urls import RemoteFolder
from thomas_test.core.analysis import Status
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.output.rows import ResultRow

NAMES = ["a.jpg", "b refuse.jpg", "c broken.jpg", "deep/d.jpg", "deep/d.png", "n.txt", ".hidden.jpg"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An object store on this machine; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket ``archive`` in it, and the file system that reaches it; journals lie in a folder of their own."""
    for name in [name for name in os.environ if name.lower().endswith(("_proxy", "displaced_proxies"))]:
        # a test before that opened a network leaves this process guarded, with a proxy that leads nowhere
        monkeypatch.delenv(name)
    for name, value in (
        ("AWS_ENDPOINT_URL", server),
        ("AWS_ACCESS_KEY_ID", "nobody"),
        ("AWS_SECRET_ACCESS_KEY", "nothing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("XDG_STATE_HOME", str(tmp_path / "state")),
    ):
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    files = fsspec.filesystem("s3", use_listings_cache=False)
    files.mkdir("archive")
    yield files
    files.rm("archive", recursive=True)


def taken(files: Any, place: str, folder: Path) -> Path:
    """What lies at a place of a store, as a folder of this machine."""
    for path in files.find(place):
        target = folder / path.removeprefix(place).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files.cat_file(path))
    return folder


def test_an_object_store_gives_and_takes_what_a_folder_does(tmp_path: Path, store: Any) -> None:
    """The same rows, records, page and pictures; nothing but the journal stays on this machine."""
    folder = make_folder(tmp_path / "in", *NAMES)
    store.put(str(folder), "archive/in", recursive=True)
    score_folder(folder, tmp_path / "here", READING, recursive=True, workers=0)
    summary = score_folder("s3://archive/in", "s3://archive/out", READING, recursive=True, workers=2)
    there = taken(store, "archive/out", tmp_path / "there")
    assert written(there) == written(tmp_path / "here")
    assert json.loads((there / "run.json").read_text())["folder"] == "in"
    assert summary.counts[Status.MEASURED] == 3
    left = [path.name for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert left == ["journal.sqlite"]


def test_what_somebody_put_beside_the_pictures_of_a_store_stays(tmp_path: Path, store: Any) -> None:
    """A picture of an earlier run that the new one does not have goes; notes of somebody stay."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    score_folder(folder, "s3://archive/out", READING)
    store.pipe_file("archive/out/annotated/to ask.txt", b"b.jpg: why?")
    (folder / "a.jpg").unlink()
    score_folder(folder, "s3://archive/out", READING)
    assert sorted(store.ls("archive/out/annotated", detail=False)) == [
        "archive/out/annotated/b.jpg",
        "archive/out/annotated/to ask.txt",
    ]


def test_a_run_on_a_store_is_gone_on_with(tmp_path: Path, store: Any) -> None:
    """Stopped half-way, with a file that changed meanwhile and one that went."""
    folder = make_folder(tmp_path / "in", *NAMES)
    store.put(str(folder), "archive/in", recursive=True)

    def stop(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_folder("s3://archive/in", "s3://archive/out", READING, recursive=True, progress=stop)
    store.pipe_file("archive/in/a.jpg", (folder / "deep/d.jpg").read_bytes())
    store.rm_file("archive/in/deep/d.png")
    said: list[str] = []
    score_folder("s3://archive/in", "s3://archive/out", READING, recursive=True, resume=True, notice=said.append)
    assert "Read again, as the file changed: 1." in said
    score_folder("s3://archive/in", "s3://archive/new", READING, recursive=True)
    there = written(taken(store, "archive/out", tmp_path / "there"))
    assert there == written(taken(store, "archive/new", tmp_path / "new"))


def test_a_store_that_goes_away_is_told_once(tmp_path: Path, store: Any) -> None:
    """Not a row for every picture that cannot be fetched any more; what is done is kept."""
    folder = make_folder(tmp_path / "in", *[f"{number:02}.jpg" for number in range(12)])
    store.put(str(folder), "archive/in", recursive=True)

    def remove(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == 3:
            store.rm("archive/in", recursive=True)

    with pytest.raises(StorageError, match=r"the folder of the pictures, 'in', is not there any more. \d+ of 12"):
        score_folder("s3://archive/in", tmp_path / "out", READING, progress=remove)
    store.put(str(folder), "archive/in", recursive=True)


def test_an_archive_is_read_as_it_is(tmp_path: Path) -> None:
    """Pictures in a zip need not be unpacked."""
    folder = make_folder(tmp_path / "in", *NAMES)
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder).as_posix())
    score_folder(folder, tmp_path / "here", READING, recursive=True, workers=0)
    score_folder(f"zip://::{tmp_path / 'photos.zip'}", tmp_path / "there", READING, recursive=True)
    assert written(tmp_path / "there") == written(tmp_path / "here")


def test_results_do_not_go_into_an_archive(tmp_path: Path) -> None:
    """It cannot be added to bit by bit."""
    folder = make_folder(tmp_path / "in", "a.jpg")
    with pytest.raises(UsageError, match="a place that can be added to"):
        score_folder(folder, f"zip://::{tmp_path / 'out.zip'}", READING)


def test_files_of_somebody_else_are_not_overwritten_there_either(tmp_path: Path, store: Any) -> None:
    """A table that no run of ours wrote stays."""
    store.pipe_file("archive/out/results.csv", b"mine")
    with pytest.raises(UsageError, match="only what this tool wrote is overwritten"):
        score_folder(make_folder(tmp_path / "in", "a.jpg"), "s3://archive/out", READING)
    assert store.cat_file("archive/out/results.csv") == b"mine"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://archive/nowhere", "found nothing at 's3://archive/nowhere'"),
        ("zip://::/nowhere.zip", r"cannot open 'zip://::/nowhere\.zip'"),
        ("nothing://here", "cannot open 'nothing://here'"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_place_that_is_not_there_is_wrong_usage(tmp_path: Path, url: str, message: str) -> None:
    """Told in a sentence, before anything is written."""
    with pytest.raises(UsageError, match=message):
        score_folder(url, tmp_path / "out", READING)
    assert not (tmp_path / "out").exists()


def test_a_stamp_changes_with_the_file() -> None:
    """Also where a store knows only sizes and times."""
    files = fsspec.filesystem("memory")
    files.pipe_file("/stamps/a.jpg", b"one")
    (before,) = RemoteFolder("memory://stamps").entries(recursive=False)
    files.pipe_file("/stamps/a.jpg", b"two")
    (after,) = RemoteFolder("memory://stamps").entries(recursive=False)
    assert before.key == after.key
    assert before.stamp != after.stamp


def test_processes_with_networks_reach_no_store(tmp_path: Path, store: Any) -> None:
    """Another process fetches for them: asked to read by itself, it hands over to one that is kept on loopback."""
    store.put(str(make_folder(tmp_path / "in", "a.jpg")), "archive/in", recursive=True)
    assert score_folder("s3://archive/in", tmp_path / "out", READING, workers=0).counts[Status.MEASURED] == 1
    assert "THOMAS_TEST_DISPLACED_PROXIES" not in os.environ


@pytest.fixture
def sftp() -> Iterator[SftpServer]:
    """A server on this machine that gives and takes files."""
    server = SftpServer()
    yield server
    server.stop()


def test_a_server_gives_and_takes_what_a_folder_does(
    tmp_path: Path, sftp: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SFTP: the same rows, records, page and pictures, several at a time; and a finished run is gone on with."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = make_folder(tmp_path / "in", *NAMES)
    score_folder(folder, tmp_path / "here", READING, recursive=True, workers=0)
    there = tmp_path / "there"
    score_folder(sftp.url(folder), sftp.url(there), READING, recursive=True, workers=2)
    assert written(there) == written(tmp_path / "here")
    (folder / "a.jpg").unlink()
    said: list[str] = []
    score_folder(sftp.url(folder), sftp.url(there), READING, recursive=True, resume=True, notice=said.append)
    assert "Left out, as they are not in the folder any more: 1." in said
    assert not (there / "annotated" / "a.jpg").exists()


def test_a_password_in_an_address_is_shown_nowhere(tmp_path: Path, sftp: SftpServer) -> None:
    """Neither in messages nor in what a run is called."""
    with pytest.raises(UsageError, match=r"127\.0\.0\.1") as told:
        score_folder(sftp.url(tmp_path / "nowhere"), tmp_path / "out", READING)
    assert PASSWORD not in str(told.value)
    with pytest.raises(UsageError, match=r"cannot open 'sftp://…@127\.0\.0\.1.*Authentication failed") as told:
        RemoteFolder(sftp.url(tmp_path).replace(PASSWORD, "a guess"))
    assert "a guess" not in str(told.value)
