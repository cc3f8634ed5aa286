"""A folder of this machine as an SFTP server on loopback, for one user with a password."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import paramiko

USER, PASSWORD = "reader", "not a secret"


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        is_known = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        del kind, chanid
        return paramiko.OPEN_SUCCEEDED


class _Open(paramiko.SFTPHandle):
    def __init__(self, path: str, flags: int) -> None:
        super().__init__(flags)
        mode = "r+b" if flags & (os.O_WRONLY | os.O_RDWR) else "rb"
        if flags & os.O_CREAT:
            mode = "w+b"
        self.readfile = self.writefile = Path(path).open(mode, buffering=0)  # noqa: SIM115 - closed with the handle

    def stat(self) -> paramiko.SFTPAttributes:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    """Does what it is asked for, wherever: it serves a test's own folder, and no one else."""

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            found = [paramiko.SFTPAttributes.from_stat(each.stat(), each.name) for each in Path(path).iterdir()]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return found

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(Path(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> _Open | int:
        del attr
        try:
            return _Open(path, flags)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def remove(self, path: str) -> int:
        return self._done(lambda: Path(path).unlink())

    def mkdir(self, path: str, attr: paramiko.SFTPAttributes) -> int:
        del attr
        return self._done(Path(path).mkdir)

    def rmdir(self, path: str) -> int:
        return self._done(Path(path).rmdir)

    @staticmethod
    def _done(do: object) -> int:
        try:
            do()  # type: ignore[operator]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK


class SftpServer:
    """Answers on loopback until it is stopped."""

    def __init__(self) -> None:
        self._key = paramiko.ECDSAKey.generate()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self._key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            transport.start_server(server=_Login())
            self._transports.append(transport)

    def url(self, folder: Path) -> str:
        """Where a folder of this machine is found."""
        return f"sftp://{USER}:{PASSWORD}@127.0.0.1:{self.port}{folder}"

    def stop(self) -> None:
        """Answer no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for transport in self._transports:
            transport.close()
