"""The installation's own keys: what must be read again but not by whoever reads the database is kept sealed by them.

AES-256-GCM, bound to its owner so that no sealed text works in another row. The first key seals, all of them open: a
new key goes to the front, older ones stay for what older backups hold. The keys stand in ``secret.key`` in the data
folder, readable by its owner only and never in a backup, or in ``YINGCANG_SECRET_KEY``, separated by commas.
"""

import base64
import binascii
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.kernel.errors import ServerFault
from app.settings import Settings

FILE = "secret.key"
FORMAT = "1"
_KEY_BYTES, _NONCE_BYTES = 32, 12
_OTHERS = 0o077


class Sealed(Exception):
    """The text was sealed by a key that is not here, for another owner, or was changed."""


class Keyring:
    """``read`` is asked at every use, so that a server that runs knows the keys as they stand."""

    def __init__(self, read: Callable[[], list[bytes]], file: Path | None = None) -> None:
        self._read, self.file = read, file

    def sealed(self, secret: str, *, owner: str) -> str:
        key, nonce = self._read()[0], secrets.token_bytes(_NONCE_BYTES)
        closed = nonce + AESGCM(key).encrypt(nonce, secret.encode(), owner.encode())
        return ".".join((FORMAT, name_of(key), base64.urlsafe_b64encode(closed).decode()))

    def opened(self, written: str, *, owner: str) -> str:
        """Raises ``Sealed``."""
        try:
            _, name, closed = written.split(".")
            key = next(key for key in self._read() if name_of(key) == name)
            content = base64.urlsafe_b64decode(closed)
            return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], owner.encode()).decode()
        except (InvalidTag, StopIteration, ValueError) as error:
            raise Sealed from error

    def renew(self) -> None:
        """A new key to the front of the file; keys from elsewhere are renewed where they stand."""
        if self.file is not None:
            _written(self.file, [new_key(), *self._read()])


def keyring_of(settings: Settings) -> Keyring:
    """The keys that the settings name; a key file is made at its first use."""
    if settings.secret_key:
        keys = _parsed(settings.secret_key.split(","), "YINGCANG_SECRET_KEY")
        return Keyring(lambda: keys)
    file = settings.data_dir / FILE
    return Keyring(lambda: _of_file(file), file)


def passing_keyring() -> Keyring:
    """Keys that end with the process."""
    keys = [new_key()]
    return Keyring(lambda: keys)


def new_key() -> bytes:
    return secrets.token_bytes(_KEY_BYTES)


def name_of(key: bytes) -> str:
    """By this a sealed text names its key; it tells nothing of it."""
    return hashlib.sha256(b"yingcang " + key).hexdigest()[:12]


def _of_file(file: Path) -> list[bytes]:
    if not file.exists():
        _written(file, [new_key()], anew=True)
    if file.stat().st_mode & _OTHERS:
        raise ServerFault(f"密钥文件 {file} 可被他人读写，请运行 chmod 600 {file}，并考虑更换密钥。")
    return _parsed(file.read_text(encoding="ascii").split(), str(file))


def _parsed(lines: list[str], source: str) -> list[bytes]:
    try:
        keys = [base64.urlsafe_b64decode(line.strip()) for line in lines]
    except (binascii.Error, ValueError):
        keys = []
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise ServerFault(f"{source} 中的密钥无效：每个密钥是 32 字节的 Base64。")
    return keys


def _written(file: Path, keys: list[bytes], *, anew: bool = False) -> None:
    """Whole or not at all; of two processes that make it ``anew`` at once the first one's keys hold."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as written:
            written.writelines(base64.urlsafe_b64encode(key).decode() + "\n" for key in keys)
            written.flush()
            os.fsync(written.fileno())
        if not anew:
            Path(part).replace(file)
            return
        try:
            os.link(part, file)
        except FileExistsError:
            return
    finally:
        Path(part).unlink(missing_ok=True)
