"""Name what this machine lacks before anything is installed; runs on any Python 3 with nothing but its own library."""

import ctypes.util
import importlib.util
import sys

LIBRARIES = {
    # what the wheels of opencv-contrib-python and mediapipe load at run time, and Debian's package for it
    "GL": "libgl1",
    "EGL": "libegl1",
    "GLESv2": "libgles2",
    "glib-2.0": "libglib2.0-0",
    "xcb": "libxcb1",
}


def main():
    """Print what is missing and how to get it; exit status 1 when anything is."""
    missing = []
    if sys.version_info < (3, 11):  # noqa: UP036 - this script runs before anything has refused an older Python
        found = ".".join(str(part) for part in sys.version_info[:3])
        missing.append("Python 3.11 or newer is needed, this is " + found + ": make PYTHON=/path/to/python3.11 ...")
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("Python's venv module cannot make environments: apt-get install python3-venv")
    if sys.platform.startswith("linux"):
        packages = [package for name, package in LIBRARIES.items() if ctypes.util.find_library(name) is None]
        if packages:
            missing.append("system libraries are missing: apt-get install " + " ".join(packages))
    for line in missing:
        sys.stderr.write("missing: " + line + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
