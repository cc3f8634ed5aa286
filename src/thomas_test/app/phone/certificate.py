"""A certificate for one session: made when the door opens, for this address alone, and gone with it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import secrets
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_A_DAY = dt.timedelta(days=1)
"""To either side of now: phones whose clock is off by hours are let in, and after a day nobody can use it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SessionCertificate:
    """What the door shows of itself.

    Attributes
    ----------
    context
        For the server: TLS 1.3 alone.
    fingerprint
        SHA-256 of the certificate, in pairs of hexadecimal digits, as browsers show it.
    """

    context: ssl.SSLContext
    fingerprint: str


def certificate_for(address: str) -> SessionCertificate:
    """A new key with a certificate for an address of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Thomas Test, this session")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _A_DAY)
        .not_valid_after(now + _A_DAY)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return SessionCertificate(
        context=_context(certificate, key),
        fingerprint=":".join(digest[start : start + 2] for start in range(0, len(digest), 2)),
    )


def _context(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # Python reads keys from files alone: what lies there for a moment is locked with a password that never does
    password = secrets.token_bytes(32).hex().encode()
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    with tempfile.TemporaryDirectory(prefix="thomas-test-") as folder:
        chain = Path(folder) / "chain.pem"
        chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + locked)
        context.load_cert_chain(chain, password=password)
    return context
