"""The folder page's parts: a run that can be cancelled, its rows at hand, the table."""
