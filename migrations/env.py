"""Alembic's entry: runs the revisions on the connection that ``app.kernel.migrate`` opened."""

from alembic import context

from migrations.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
