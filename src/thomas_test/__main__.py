"""``python -m thomas_test`` is ``thomas-test``."""

from thomas_test.cli import main

# worker processes import this module, too, and must not start the program again
if __name__ == "__main__":
    main()
