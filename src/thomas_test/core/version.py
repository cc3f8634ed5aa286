"""The version of this package, as its distribution says."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("thomas-test")
except PackageNotFoundError:  # run from a folder, uninstalled
    __version__ = ""
