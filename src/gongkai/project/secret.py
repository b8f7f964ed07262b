"""The installation's own secret, made once and kept readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key_in(folder: Path) -> str:
    """Return the secret kept in ``folder``; make it on the first start, safe when two processes start at once."""
    path = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or _wait_for(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def _wait_for(path: Path) -> str:
    for _ in range(1000):
        if key := path.read_text(encoding="ascii").strip():
            return key
    raise RuntimeError(f"{path} 是空文件：请删除后重新启动，系统会重新生成。")
