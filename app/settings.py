"""Settings from the environment (prefix YINGCANG_)."""

import os
from pathlib import Path
from typing import Self

from platformdirs import user_data_path
from pydantic import Field, field_validator, model_validator
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

    secret_key: str = Field(default="", repr=False)
    """Keys that seal secrets in the database: 32 bytes in Base64 each, the newest first, comma-separated. None: the
    file ``secret.key`` in the data folder. Several machines on one database need the same."""

    trusted_proxies: str = ""
    """Addresses of proxies, comma-separated, whose X-Forwarded-For and -Proto are believed; none unless named."""

    public_url: str = ""
    """Where users reach the page, e.g. https://yingcang.example.gov.cn; OpenID Connect needs it to be sent back."""
    openid_issuer: str = ""
    openid_client_id: str = ""
    openid_client_secret: str = Field(default="", repr=False)
    openid_name: str = "统一身份认证"

    @model_validator(mode="after")
    def _openid_whole(self) -> Self:
        """All of it or none: half a provider would only fail at the first sign-in."""
        given = [self.openid_issuer, self.openid_client_id, self.openid_client_secret]
        if any(given) and not (all(given) and self.public_url):
            raise ValueError(
                "统一身份认证须一并设置 YINGCANG_PUBLIC_URL、YINGCANG_OPENID_ISSUER、"
                "YINGCANG_OPENID_CLIENT_ID、YINGCANG_OPENID_CLIENT_SECRET"
            )
        return self

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
