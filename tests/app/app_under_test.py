"""The whole app with a table instead of networks: what the browser tests serve."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.app_table import table_engine
from thomas_test.app import engine
from thomas_test.app.main import main

engine.shared_engine = table_engine  # for good: sessions run side by side, a patch undone by one would reach the others
main()
