"""Who may read and who may decide: names with a hashed password or token, one a line in a file."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from onrecord.errors import OnrecordError

Right = Literal["read", "review"]
Kind = Literal["password", "token"]

#: scrypt's costs: 64 MB and some 0.2 seconds a guess on the machine this was written on; OWASP's advice for 2023 on.
N, R, P = 1 << 16, 8, 1
_MEMORY = 2 * 128 * N * R
_SALT = 16
#: A name is shown beside decisions, and stands before a colon in the file.
_NAME = re.compile(r"[^\s:][^:\x00-\x1f\x7f]{0,79}")
#: A password that is never right, checked where a name is unknown so that this takes as long.
_NOBODY = "scrypt$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class AccountError(OnrecordError):
    """A file of accounts that cannot be read or written, or a line of it that says nothing."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in. Who may review may read, too. `proof` is the salted scrypt of a password, or the
    SHA-256 of a token, which is random enough that nobody can guess it."""

    name: str
    right: Right
    kind: Kind
    proof: str

    @property
    def line(self) -> str:
        return f"{self.name}:{self.right}:{self.kind}:{self.proof}"


def with_password(name: str, right: Right, password: str) -> Account:
    """Raises AccountError for a name or a password that will not do."""
    if len(password) < 8:
        raise AccountError("a password needs 8 characters or more")
    salt = secrets.token_bytes(_SALT)
    proof = f"scrypt${_text(salt)}${_text(_scrypt(password, salt))}"
    return Account(_named(name), right, "password", proof)


def with_token(name: str, right: Right) -> tuple[Account, str]:
    """An account and its new token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    return Account(_named(name), right, "token", _digest(token)), token


def by_password(accounts: Iterable[Account], name: str, password: str) -> Account | None:
    """The account with that name and password. Takes as long for a name that is not there."""
    found = [one for one in accounts if one.kind == "password" and one.name == name]
    proofs = [one.proof for one in found] or [_NOBODY]
    right = [_fits(proof, password) for proof in proofs]
    return next((one for one, fits in zip(found, right, strict=False) if fits), None)


def by_token(accounts: Iterable[Account], token: str) -> Account | None:
    """The account with that token."""
    digest = _digest(token)
    fitting = [one for one in accounts if one.kind == "token" and hmac.compare_digest(one.proof, digest)]
    return fitting[0] if fitting else None


def read(path: Path) -> tuple[Account, ...]:
    """The accounts of a file; empty lines and those that begin with # are skipped."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AccountError(f"{path}: it cannot be read: {getattr(error, 'strerror', None) or 'no UTF-8'}") from error
    found = [_account(path, n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not found:
        raise AccountError(f"{path}: nobody is in it; `onrecord password {path} NAME` adds somebody")
    return tuple(found)


def write(path: Path, account: Account) -> None:
    """Adds an account to a file, in place of the one with the same name and kind; only its owner may read the file."""
    kept = [one for one in (read(path) if path.exists() and path.stat().st_size else ()) if not _same(one, account)]
    try:
        path.touch(mode=0o600)
        path.write_text("".join(f"{one.line}\n" for one in [*kept, account]), encoding="utf-8")
    except OSError as error:
        raise AccountError(f"{path}: it cannot be written: {error.strerror}") from error


def _same(one: Account, other: Account) -> bool:
    return (one.name, one.kind) == (other.name, other.kind)


def _account(path: Path, n: int, line: str) -> Account:
    match line.split(":"):
        case [name, ("read" | "review") as right, ("password" | "token") as kind, proof] if _NAME.fullmatch(name):
            return Account(name, right, kind, proof.strip())
    raise AccountError(f"{path}:{n}: write NAME:{'|'.join(get_args(Right))}:{'|'.join(get_args(Kind))}:PROOF")


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name!r}: a name has up to 80 characters, and no colon")
    return name


def _fits(proof: str, password: str) -> bool:
    try:
        _, salt, wanted = proof.split("$")
        return hmac.compare_digest(_scrypt(password, b64decode(salt)), b64decode(wanted))
    except ValueError:
        return False


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=N, r=R, p=P, maxmem=_MEMORY, dklen=32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _text(value: bytes) -> str:
    return b64encode(value).decode()
