"""A folder of pictures: every file gets its row, whatever happens to the others, and none is read twice.

Its names stand in ``__init__.pyi``; each is loaded when it is first used, for a process that reads pictures needs the
module `worker` alone, and neither the table nor the page.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
