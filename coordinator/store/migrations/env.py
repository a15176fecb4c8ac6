"""Alembic's environment: migrates inside the transaction that `coordinator.store.versions` opened."""

from alembic import context

from coordinator.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
