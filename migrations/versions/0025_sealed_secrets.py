"""Secrets of second factors are sealed by the installation's key."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from app.kernel.keyring import keyring_of
from app.settings import Settings

revision = "0025_sealed_secrets"
down_revision = "0024_asked_documents"
branch_labels = None
depends_on = None

_ACCOUNT = sa.table("account", sa.column("person_id", sa.Uuid()), sa.column("totp_secret", sa.Text()))


def upgrade() -> None:
    _each(lambda secret, owner: keyring_of(Settings()).sealed(secret, owner=owner))
    op.create_check_constraint("totp_secret_sealed", "account", "totp_secret LIKE '1.%'")


def downgrade() -> None:
    op.drop_constraint("totp_secret_sealed", "account", type_="check")
    _each(lambda written, owner: keyring_of(Settings()).opened(written, owner=owner))


def _each(made: Callable[[str, str], str]) -> None:
    """Where no account has a secret no key is asked for."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(_ACCOUNT).where(_ACCOUNT.c.totp_secret.is_not(None))).all()
    for person_id, secret in rows:
        connection.execute(
            sa.update(_ACCOUNT)
            .where(_ACCOUNT.c.person_id == person_id)
            .values(totp_secret=made(secret, str(person_id)))
        )
