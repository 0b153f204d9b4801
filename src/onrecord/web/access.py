"""Who comes in, and what they may do: passwords, tokens, sessions, and forms that nobody else can send."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.web import accounts
from onrecord.web.accounts import Account
from onrecord.web.asking import User
from onrecord.web.errors import RefusedError
from onrecord.web.limits import Limit
from onrecord.web.settings import Settings, host_name

#: Seconds that a session lasts: a working day.
SESSION = 12 * 3600
#: Failed attempts: so many of one address, and of all together, before the next has to wait.
PER_ADDRESS, IN_ALL = Limit(10, 600.0), Limit(200, 600.0)
#: What anybody may ask for, logged in or not.
OPEN = ("/login", "/healthz")
SAFE = ("GET", "HEAD", "OPTIONS")
#: Pages that only reviewers see.
REVIEWERS = ("/review",)
NAME_COOKIE = "onrecord-name"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who logged in. `id` is known to them alone, and is what their forms' word is made of."""

    id: str
    name: str
    right: str
    until: float


class Gate:
    """Keeps the secrets of one opening of the reading room; all sessions end with it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._secret = secrets.token_bytes(32)
        self._ended: dict[str, float] = {}
        #: Guesses that are computed at once: each takes 64 MB.
        self.guessing = asyncio.Semaphore(2)
        self.per_address, self.in_all = PER_ADDRESS.counter(), IN_ALL.counter()

    @property
    def cookie(self) -> str:
        """__Host- keeps other sites of the same domain from setting it, and needs https and no path of our own."""
        return "__Host-onrecord" if self.settings.secure and not self.settings.prefix else "onrecord"

    # --- coming in ---

    def check_rate(self, address: str) -> None:
        """Raises RefusedError (429) where an address, or all together, failed too often."""
        wait = max(self.per_address.wait(address), self.in_all.wait(""))
        if wait > 0:
            raise RefusedError(429, "too many failed attempts; wait a while", {"Retry-After": str(int(wait) + 1)})

    def note_failure(self, address: str) -> None:
        self.per_address.count(address)
        self.in_all.count("")

    def log_in(self, address: str, name: str, word: str) -> str | None:
        """The cookie of a new session for a name with its password, or a token; None where neither is right.

        Takes some tenths of a second, on purpose. Raises RefusedError (429).
        """
        self.check_rate(address)
        known = self.settings.accounts
        found = accounts.by_password(known, name, word) if name else accounts.by_token(known, word)
        if found is None:
            self.note_failure(address)
            return None
        session = Session(secrets.token_urlsafe(16), found.name, found.right, time.time() + SESSION)
        return self._sealed(session)

    def log_out(self, session: Session) -> None:
        self._ended = {id: until for id, until in self._ended.items() if until > time.time()} | {
            session.id: session.until
        }

    def set_cookie(self, value: str, age: int = SESSION) -> str:
        """The Set-Cookie header of a session."""
        secure = "; Secure" if self.settings.secure else ""
        path = self.settings.prefix or "/"
        return f"{self.cookie}={value}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={age}{secure}"

    # --- who it is ---

    def session(self, headers: Headers) -> Session | None:
        """The session of a request's cookie, where it is ours, lasts still, and was not ended."""
        sealed = cookies(headers).get(self.cookie, "")
        body, _, seal = sealed.partition(".")
        if not seal or not hmac.compare_digest(self._seal(body), seal):
            return None
        found = Session(**json.loads(urlsafe_b64decode(body)))
        return found if found.until > time.time() and found.id not in self._ended else None

    def bearer(self, headers: Headers, address: str) -> Account | None:
        """The account of a request's token. Raises RefusedError (401, 429) for a wrong one."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.casefold() != "bearer" or not self.settings.guarded:
            return None
        self.check_rate(address)
        found = accounts.by_token(self.settings.accounts, token.strip())
        if found is None:
            self.note_failure(address)
            raise RefusedError(401, "the token is not right", {"WWW-Authenticate": "Bearer"})
        return found

    def csrf(self, session: Session | None) -> str:
        """The word that a form brings back. It is one for a session, so that answers stay the same (and their ETag);
        that compression could leak it (BREACH) is met by the cookie, which no other site's request carries. Without
        sessions it is one for all: no other site can read it here."""
        return self._seal(f"form:{session.id if session else ''}")[:32]

    def _sealed(self, session: Session) -> str:
        fields = {"id": session.id, "name": session.name, "right": session.right, "until": session.until}
        body = urlsafe_b64encode(json.dumps(fields).encode()).decode()
        return f"{body}.{self._seal(body)}"

    def _seal(self, body: str) -> str:
        return hmac.new(self._secret, body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class Entered:
    """Lets nobody in who may not: reading, reviewing and being here at all are different rights. What is not said to
    be open is closed."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"].removeprefix(scope.get("root_path", ""))
        session = self.gate.session(headers)
        account = self.gate.bearer(headers, address_of(scope, headers, self.gate.settings))
        user = _user(self.gate.settings, session, account, cookies(headers))
        scope["onrecord.user"], scope["onrecord.session"] = user, session
        scope["onrecord.csrf"] = self.gate.csrf(session)
        scope["onrecord.by_token"] = account is not None
        if path not in OPEN and not path.startswith("/static/"):
            _require(user, self.gate.settings, scope["method"], path)
        if scope["method"] not in SAFE:
            same_origin(headers, self.gate.settings)
        await self.app(scope, receive, send)


def _user(settings: Settings, session: Session | None, account: Account | None, known: Mapping[str, str]) -> User:
    if not settings.guarded:
        return User(named(known) or settings.reviewer, not settings.read_only, logged_in=False)
    found = account or session
    if found is None:
        return User("", may_review=False, logged_in=False)
    return User(found.name, found.right == "review" and not settings.read_only, logged_in=True)


def _require(user: User, settings: Settings, method: str, path: str) -> None:
    if settings.guarded and not user.logged_in:
        raise RefusedError(401, "log in first", {"WWW-Authenticate": "Bearer"})
    if path == "/logout":
        return
    if (method not in SAFE or path.startswith(REVIEWERS)) and not user.may_review:
        detail = "this reading room takes no decisions" if settings.read_only else "you may read, and not review"
        raise RefusedError(403, detail)


def same_origin(headers: Headers, settings: Settings) -> None:
    """Raises RefusedError (403) for a change that another site had the browser send. Browsers say where a request comes
    from; programs do not, and need not."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        raise RefusedError(403, "a change can be asked for from this reading room's own pages only")
    if origin is None:
        return
    host = headers.get("host", "")
    allowed = {host.casefold(), urlsplit(settings.public_url or "").netloc.casefold()} - {""}
    if urlsplit(origin).netloc.casefold() not in allowed or not host_name(urlsplit(origin).netloc):
        raise RefusedError(403, "a change can be asked for from this reading room's own pages only")


def address_of(scope: Scope, headers: Headers, settings: Settings) -> str:
    """Whose attempts are counted together. Behind a proxy it is the last address that it forwards for, which the
    proxy itself has added. In IPv6 one customer has a network of 2**64 addresses."""
    forwarded = headers.getlist("x-forwarded-for")
    text = (scope.get("client") or ("",))[0]
    if settings.public_url and forwarded:
        text = forwarded[-1].rsplit(",", 1)[-1].strip()[:64]
    try:
        found = ip_address(text)
    except ValueError:
        return str(text)
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else text


def named(known: Mapping[str, str]) -> str | None:
    """The name under which somebody decides where nobody logs in, from its cookie."""
    try:
        name = urlsafe_b64decode(known.get(NAME_COOKIE, "")).decode()
    except ValueError:
        return None
    return name if 0 < len(name) <= 80 and name.isprintable() else None


def cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request; none where they are malformed."""
    try:
        return {name: one.value for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
