"""The history as a chain: a seal for every change set, what was erased, and two kinds of act."""

import sqlalchemy as sa
from alembic import op

from db.models import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = "kind IN ('edit', 'import', 'merge', 'bulk', 'seed', 'undo', 'redo', 'restore', 'erase')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _widen_file()
    else:
        op.drop_constraint(op.f("ck_change_set_kind_word"), "change_set")
        op.create_check_constraint(op.f("ck_change_set_kind_word"), "change_set", KINDS)
    op.create_table(
        "seal",
        sa.Column("place", types.KEY, nullable=False),
        sa.Column("change_set_id", types.KEY, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], name=op.f("fk_seal_change_set_id_change_set")
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_seal")),
        sa.UniqueConstraint("change_set_id", name=op.f("uq_seal_change_set_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "erased",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("change_set_id", types.KEY, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", types.KEY, nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], name=op.f("fk_erased_change_set_id_change_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_erased_change_set_id"), "erased", ["change_set_id"], unique=False)


def _widen_file() -> None:
    """SQLite changes a CHECK only by making the table anew; foreign keys are off meanwhile."""
    op.create_table(
        "change_set_new",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reverses_id", types.KEY, nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_change_set_kind_word")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["change_set.id"], name=op.f("fk_change_set_reverses_id_change_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.execute("INSERT INTO change_set_new SELECT * FROM change_set")
    op.drop_table("change_set")
    op.rename_table("change_set_new", "change_set")
    op.create_index(op.f("ix_change_set_reverses_id"), "change_set", ["reverses_id"], unique=False)
    op.create_index(
        "one_open_set", "change_set", ["is_open"], unique=True, sqlite_where=sa.text("is_open = 1")
    )
