"""Measure the Thomas Test from a photo.

The short way::

    from thomas_test import Reader

    with Reader(effort="standard") as reader:
        analysis = reader.read("photo.jpg")
    print(analysis.thigh, analysis.knee, analysis.warnings, analysis.refusal)

The public face stands in ``__init__.pyi``: every name is loaded when it is first used, so that importing the package
costs nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
