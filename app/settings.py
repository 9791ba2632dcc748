"""Settings from the environment (prefix YINGCANG_)."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    """The user's data folder; root's home is closed to the database's account, so root has /var/lib."""
    return Path("/var/lib/yingcang") if os.geteuid() == 0 else user_data_path("yingcang", appauthor=False)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="YINGCANG_")

    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    min_free_bytes: int = 2 * 1024**3
    """Less free disk than this at the start of the embedded server is refused."""

    @field_validator("database_url")
    @classmethod
    def _for_asyncpg(cls, written: str | None) -> str | None:
        """Accept the address as PostgreSQL's own tools write it; an empty one means the embedded server."""
        if not written:
            return None
        scheme, found, rest = written.partition("://")
        if not found or scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
            raise ValueError("应为 postgresql://用户:口令@主机/库名")
        return f"postgresql+asyncpg://{rest}"
