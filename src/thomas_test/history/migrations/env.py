"""Run by Alembic: migrate over the connection that `thomas_test.history.database` hands over."""

from alembic import context

from thomas_test.history.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter most things of a table: Alembic then makes a new one and moves the rows
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
