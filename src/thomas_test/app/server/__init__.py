"""The app as a server: who may speak to it, what it listens on, what it lets go. Both doors are made of these names."""

from thomas_test.app.server.running import SCRIPT, guarded, while_it_runs

__all__ = ["SCRIPT", "guarded", "while_it_runs"]
