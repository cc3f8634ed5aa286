"""Addresses of this machine that a phone in the same network can reach. Nothing is sent to find them."""

from __future__ import annotations

import ipaddress

import ifaddr

_INSIDE = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "tun",
    "tap",
    "utun",
    "wg",
    "zt",
    "tailscale",
)
"""Names of interfaces that lead to machines inside this one, or through a tunnel: a phone is seldom there."""


def local_addresses() -> tuple[str, ...]:
    """Private IPv4 addresses of this machine, the likeliest first; none where it is in no local network."""
    found = [
        (adapter.nice_name.lower().startswith(_INSIDE), str(ip.ip))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and _is_private(str(ip.ip))
    ]
    return tuple(dict.fromkeys(address for _, address in sorted(found, key=lambda each: each[0])))


def _is_private(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return parsed.is_private and not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
