import contextlib
import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.phone_door import PATIENCE_S, Phone, any_certificate, opened
from thomas_test.app.phone.certificate import certificate_for
from thomas_test.app.phone.door import PhoneDoor
from thomas_test.app.phone.pairing import DoorStage

JPEG = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def door() -> Iterator[PhoneDoor]:
    """An open door on loopback; closed in the end."""
    one = opened(PhoneDoor("127.0.0.1", port=0))
    yield one
    one.close()
    one._process.wait(10.0)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def answers(address: str) -> bool:
    """Whether anything listens there."""
    host, _, port = Phone(address).host.partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError:
        return False
    return True


def test_a_photo_comes_through_and_waits(door: PhoneDoor) -> None:
    """What the paired phone sends waits, byte for byte, with how it was held, under a name of our own."""
    phone = Phone(door.address)
    assert phone.ask("GET", "")[0] == 200
    assert phone.ask("POST", "pair")[0] == 200
    until(lambda: door.stage is DoorStage.PAIRED)
    data = JPEG + bytes(range(256)) * 4000
    assert phone.ask("POST", "photo", data, X_Held="88.00;1.00;0.20")[0] == 200
    until(lambda: bool(door.photos))
    ((ident, photo),) = door.photos.items()
    assert photo.data == data
    assert photo.name == "phone photo 1.jpg"
    assert photo.held is not None
    assert photo.held.beta_deg == 88.0
    assert door.has_work
    assert door.take(ident) is photo
    assert door.photos == {}
    assert door.take(ident) is None


def test_a_second_phone_stays_outside(door: PhoneDoor) -> None:
    """The link is used up by whoever came first."""
    first, second = Phone(door.address), Phone(door.address)
    assert first.ask("POST", "pair")[0] == 200
    assert second.ask("GET", "")[0] == 410
    assert second.ask("POST", "pair")[0] == 410
    assert second.ask("POST", "photo", JPEG)[0] == 410
    assert first.ask("POST", "pair")[0] == 200  # its own page, loaded again


def test_nothing_answers_once_the_phone_is_done(door: PhoneDoor) -> None:
    """The end of the first pairing closes the door; photos that came before are still there to be looked at."""
    address, phone = door.address, Phone(door.address)
    phone.ask("POST", "pair")
    phone.ask("POST", "photo", JPEG)
    assert phone.ask("POST", "end")[0] == 204
    until(lambda: door.stage is DoorStage.CLOSED)
    until(lambda: not answers(address))
    assert door.trouble == ""
    assert len(door.photos) == 1
    assert door.is_open  # something is still to be looked at


def test_nothing_answers_once_its_time_is_over() -> None:
    """A door closes by itself."""
    door = opened(PhoneDoor("127.0.0.1", port=0, open_for_s=4.0))
    address = door.address
    assert answers(address)
    until(lambda: not answers(address))
    until(lambda: door.stage is DoorStage.CLOSED)
    door._process.wait(10.0)


def test_an_address_that_is_not_ours_is_told() -> None:
    """A door that cannot open says why, in place of waiting for ever."""
    door = PhoneDoor("192.0.2.1", port=0)
    until(lambda: door.stage is DoorStage.CLOSED)
    assert "no address of this machine" in door.trouble


def test_the_link_stands_on_no_command_line(door: PhoneDoor) -> None:
    """Other users of this machine see command lines, and not the link."""
    link = Phone(door.address).path.strip("/")
    process = Path(f"/proc/{door._process.pid}")
    if not process.is_dir():
        pytest.skip("no /proc here")
    assert link.encode() not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_plain_http_and_old_tls_are_not_spoken(door: PhoneDoor) -> None:
    """Nothing goes unencrypted, and nothing by TLS 1.2."""
    name, _, port = Phone(door.address).host.partition(":")
    said = b""
    with socket.create_connection((name, int(port)), PATIENCE_S) as raw, contextlib.suppress(OSError):
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        said = raw.recv(100)
    assert b"HTTP" not in said
    old = any_certificate()
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection((name, int(port)), PATIENCE_S) as raw, pytest.raises((ssl.SSLError, OSError)):
        old.wrap_socket(raw)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.binary(max_size=300), lines=st.lists(st.text(max_size=30), max_size=5))
def test_bytes_that_are_no_request_do_nothing(door: PhoneDoor, head: bytes, lines: list[str]) -> None:
    """Anything at all, sent over TLS: the door stands, waits for its phone, and has taken nothing."""
    name, _, port = Phone(door.address).host.partition(":")
    junk = head + "\r\n".join(["GET / HTTP/1.1", *lines, "", ""]).encode()
    for data in (head, junk):
        with any_certificate().wrap_socket(socket.create_connection((name, int(port)), PATIENCE_S)) as spoken:
            spoken.sendall(data + b"\r\n\r\n")
    assert door.stage is DoorStage.WAITING
    assert door.photos == {}
    assert Phone(door.address).ask("GET", "")[0] == 200


def test_a_crowd_is_told_to_come_later_and_the_app_is_not_troubled(door: PhoneDoor) -> None:
    """A hundred connections that say nothing cost the door's own process its sockets, and end with them."""
    name, _, port = Phone(door.address).host.partition(":")
    crowd = []
    for _ in range(100):
        try:
            crowd.append(socket.create_connection((name, int(port)), timeout=2))
        except OSError:
            break
    for each in crowd:
        each.close()
    until(lambda: Phone(door.address).ask("GET", "")[0] == 200)


def test_the_certificate_is_for_this_address_and_two_days() -> None:
    """It names one address, signs nothing else, and is worth nothing the day after tomorrow."""
    one, other = certificate_for("192.168.1.5"), certificate_for("192.168.1.5")
    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint.split(":")) == 32


def test_the_certificate_that_a_phone_gets_is_the_one_whose_fingerprint_is_shown(door: PhoneDoor) -> None:
    """Whoever compares the fingerprint compares this certificate."""
    name, _, port = Phone(door.address).host.partition(":")
    with any_certificate().wrap_socket(socket.create_connection((name, int(port)), PATIENCE_S)) as spoken:
        der = spoken.getpeercert(binary_form=True)
    assert der is not None
    shown = x509.load_der_x509_certificate(der)
    assert shown.fingerprint(shown.signature_hash_algorithm).hex().upper() == door.fingerprint.replace(":", "")  # type: ignore[arg-type]
    assert shown.not_valid_after_utc - shown.not_valid_before_utc == dt.timedelta(days=2)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
