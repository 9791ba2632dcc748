"""Settings from the environment (prefix YINGCANG_)."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="YINGCANG_")

    data_dir: Path = Field(default_factory=lambda: user_data_path("yingcang", appauthor=False))
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
