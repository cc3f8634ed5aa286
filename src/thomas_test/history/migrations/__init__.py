"""How a database came from one version's tables to the next's; Alembic runs these."""
