"""The door for a phone in a network of its own: what another machine in the same network can reach, and until when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP, PHONE = "10.77.0.1", "10.77.0.2"

_SET_UP = f"""
set -e
ip link set lo up
unshare --net sleep 300 & other=$!
for _ in $(seq 50); do
    [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ] && break; sleep 0.1
done
ip link add door0 type veth peer name phone0
ip link set phone0 netns $other
ip addr add {APP}/24 dev door0; ip link set door0 up
nsenter -t $other -n ip addr add {PHONE}/24 dev phone0
nsenter -t $other -n ip link set phone0 up
trap 'kill $other' EXIT
"$@" $other
"""
"""Two network namespaces, joined by a cable: one for the app, one for the phone. Nothing else is there."""

_ON_THE_APPS_MACHINE = f"""
import subprocess, sys, time
sys.path.insert(0, {str(ROOT / "tests")!r})
from support.phone_door import opened
from thomas_test.app.phone.addresses import local_addresses
from thomas_test.app.phone.door import PhoneDoor

def from_the_phone(*asked):
    command = ["nsenter", "-t", sys.argv[1], "-n", sys.executable, {str(Path(__file__).parent / "asks_the_door.py")!r}]
    return subprocess.run([*command, *asked], capture_output=True, text=True, check=True, timeout=120).stdout.strip()

app = subprocess.Popen(
    [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "8501"],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
print("addresses", *local_addresses())
door = opened(PhoneDoor(local_addresses()[0], port=8543))
print("open", from_the_phone("ports", "{APP}", "8501", "8543"))
print("sent", from_the_phone("send", door.address))
time.sleep(1)
print("received", len(door.photos))
print("closed", from_the_phone("ports", "{APP}", "8501", "8543"))
door.close()
app.terminate()
"""


def test_another_machine_reaches_the_door_alone_and_only_while_it_is_open(tmp_path: Path) -> None:
    """From the phone's side of the cable one port answers, takes one photo, and is gone when the phone is done."""
    if not all(shutil.which(tool) for tool in ("unshare", "nsenter", "ip")):
        pytest.skip("needs unshare, nsenter and ip (Debian: util-linux, iproute2)")
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("not allowed to make a network namespace here")
    script = tmp_path / "app_side.py"
    script.write_text(_ON_THE_APPS_MACHINE, "utf-8")
    command = ["unshare", "--net", "bash", "-c", _SET_UP, "bash", sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, env=os.environ)
    if "Operation not permitted" in done.stderr and not done.stdout:
        pytest.skip("not allowed to lay a cable between network namespaces here")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert told == {
        "addresses": APP,
        "open": "8543",  # the app itself, on 8501, is not there
        "sent": "200 200 200 204",  # page, pairing, photo, end
        "received": "1",
        "closed": "",
    }
