"""Settings from the environment (prefix YINGCANG_)."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
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
