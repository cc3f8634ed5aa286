"""What is kept from week to week, where somebody switched it on: people, examinations, what changed, what was done.

Names are loaded when they are first used (``__init__.pyi``): the app asks whether anything is kept before every page,
and need load no library of databases where nothing is.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
