"""Addresses of the web -> bytes, for those who ask for it.

Takes addresses of http and https; gives what lies there. Knows robots.txt (RFC 9309), waits between requests to a host,
and stops answers that are slow or large. Goes to public machines, and to those that the user names: what a page or feed
leads to must not reach into the network of its reader. Uses no proxy, sends no cookie, and keeps nothing.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib.metadata import PackageNotFoundError, version
from ipaddress import IPv6Address, ip_address, ip_network
from ssl import create_default_context
from typing import Any, Final, Self
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request
from urllib.robotparser import RobotFileParser

from kg import web
from kg.errors import InputError
from kg.reading.streams import LARGEST, too_large

PAUSE: Final = 1.0
"""Seconds between two requests to a host, unless its robots.txt wants more."""
LONGEST_PAUSE: Final = 60.0
"""Seconds that robots.txt may ask for; a host that wants more is not asked."""
SILENCE: Final = 20.0
"""Seconds without a byte after which an answer is given up."""
PATIENCE: Final = 60.0
"""Seconds that a whole answer may take."""
MOST_REDIRECTIONS: Final = 5
LARGEST_ROBOTS: Final = 500_000
"""Bytes of robots.txt that are read, as RFC 9309 wants."""

_TUNNELS: Final = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))
"""Networks of IPv6 that lead to an address of IPv4, which may be private."""
_MISSING: Final = range(400, 500)
"""Codes of HTTP by which a server says that there is nothing for us."""
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_HIGHEST_ASCII: Final = 127

Place = tuple[str, int]
"""A host and a port."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What lies at an address: its bytes, where they were found after all redirections, their type and charset."""

    data: bytes
    address: str
    kind: str
    charset: str | None


@dataclass
class Fetcher:
    """Fetches what the user allowed; `named` are the places that he named himself, which need not be public."""

    pause: float = PAUSE
    silence: float = SILENCE
    patience: float = PATIENCE
    largest: int = LARGEST
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    named: set[Place] = field(default_factory=set)
    _robots: dict[str, RobotFileParser | _RefusedError] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    def name(self, address: str) -> None:
        """Let a place be asked although it is not public, for the user named it.

        Raises:
            InputError: it is no address of the web.

        """
        parts = _checked(address)
        if _place(parts) not in self.named:
            self.named.add(_place(parts))
            self._robots.pop(_site(parts), None)  # they were out of reach until now

    def get(self, address: str) -> Answer:
        """Fetch what lies at an address; it takes as long as politeness wants.

        Raises:
            InputError: it may not be fetched, or cannot be.

        """
        parts = _checked(address)
        for step in range(MOST_REDIRECTIONS + 1):
            try:
                answer = self._allowed(parts)
            except _RefusedError as error:
                if not step:
                    raise
                msg = f"leads to {urlunsplit(parts)}, which {error}"
                raise InputError(msg) from None
            if isinstance(answer, Answer):
                return answer
            parts = answer
        msg = f"cannot be fetched: more than {MOST_REDIRECTIONS} redirections"
        raise InputError(msg)

    def _allowed(self, parts: SplitResult) -> Answer | SplitResult:
        """Make one request, if the rules of the site allow it."""
        robots = self._robots_of(parts)
        if isinstance(robots, _RefusedError):
            msg = f"{robots.why} (asked for its robots.txt)"
            raise _RefusedError(msg)
        if not robots.can_fetch("kg", urlunsplit(parts)):
            msg = "the site's robots.txt does not allow it; ask the site, or save the page"
            raise _RefusedError(msg)
        return self._ask(parts, float(robots.crawl_delay("kg") or 0), self.largest)

    def _robots_of(self, parts: SplitResult) -> RobotFileParser | _RefusedError:
        """Give the rules of a site, which are asked for once, whether they can be read or not."""
        site = _site(parts)
        if site not in self._robots:
            try:
                self._robots[site] = self._read_robots(parts)
            except _RefusedError as error:
                self._robots[site] = error
        return self._robots[site]

    def _read_robots(self, parts: SplitResult) -> RobotFileParser:
        """Read the rules of a site: without a file everything is allowed, with one that cannot be read nothing is."""
        robots = RobotFileParser()
        robots.modified()  # else it says that nothing was read yet
        place = parts._replace(path="/robots.txt", query="", fragment="")
        try:
            for _ in range(MOST_REDIRECTIONS + 1):
                answer = self._ask(place, 0, LARGEST_ROBOTS, cut=True)
                if isinstance(answer, Answer):
                    robots.parse(answer.data.decode(errors="replace").removeprefix("\ufeff").splitlines())
                    return robots
                place = answer
        except _RefusedError as error:
            if not error.is_missing:
                raise
        return robots

    def _ask(self, parts: SplitResult, delay: float, largest: int, *, cut: bool = False) -> Answer | SplitResult:
        """Make one request; give the answer, or the place that it leads on to. With `cut`, large answers are cut."""
        self._be_polite(parts, delay)
        address = urlunsplit(parts)
        request = Request(address, headers={"User-Agent": user_agent(), "Accept": "*/*"})  # noqa: S310 - checked
        try:
            with _Deadline(self.patience) as deadline:
                opener = _opener(self._connect, deadline)
                with opener.open(request, timeout=self.silence) as response:
                    data: bytes = response.read(largest + (not cut))
                    kind, charset = _kind(response.headers)
        except HTTPError as error:
            with error:
                if error.code in web.REDIRECTIONS and (target := error.headers.get("Location")):
                    return _checked(target, address)
            msg = f"{error.code} {error.reason}"
            raise _RefusedError(msg, is_missing=error.code in _MISSING) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            if not deadline.passed:
                msg = str(getattr(error, "reason", error)) or type(error).__name__
                raise _RefusedError(msg) from None
        if deadline.passed:
            msg = f"no whole answer within {self.patience:g} seconds"
            raise _RefusedError(msg)
        if len(data) > largest:
            msg = str(too_large(largest, "bytes"))
            raise _RefusedError(msg)
        return Answer(data, address, kind, charset)

    def _be_polite(self, parts: SplitResult, delay: float) -> None:
        """Wait until a host may be asked again."""
        if delay > LONGEST_PAUSE:
            msg = f"the site's robots.txt wants {delay:g} seconds between requests"
            raise _RefusedError(msg)
        host = parts.hostname or ""
        due = self._next.get(host, 0.0) + max(0.0, delay - self.pause)
        if host in self._next and (left := due - self.clock()) > 0:
            self.wait(left)
        self._next[host] = self.clock() + self.pause

    def _connect(self, place: Place, timeout: float) -> socket.socket:
        """Connect to a host at an address that was looked at, so that no second look-up can give another."""
        found = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)
        if place not in self.named and not all(_is_public(str(address[0])) for *_, address in found):
            msg = "the address is not public; only a host that you name yourself may be one of your own network"
            raise OSError(msg)
        fault: OSError = OSError("no such host")
        for family, kind, protocol, _, address in found:
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(timeout)
            try:
                connection.connect(address)
            except OSError as error:
                connection.close()
                fault = error
            else:
                return connection
        raise fault


def is_address(name: str) -> bool:
    """Tell an address of the web from a name of a file."""
    return _ADDRESS.match(name) is not None


@cache
def user_agent() -> str:
    """Say who asks."""
    try:
        return f"kg/{version('kg')}"
    except PackageNotFoundError:
        return "kg/0"


class _RefusedError(InputError):
    """An address that gives nothing, and why; `is_missing` where the server says that there is nothing for us."""

    def __init__(self, why: str, *, is_missing: bool = False) -> None:
        super().__init__(f"cannot be fetched: {why}")
        self.why = why
        self.is_missing = is_missing


def _checked(address: str, base: str = "") -> SplitResult:
    """Take an address apart, which may count from another, and write it as HTTP wants it.

    Raises:
        InputError: it is none of the web, or has a password.

    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        place = _place(parts)
    except ValueError:
        parts, place = SplitResult("", "", "", "", ""), ("", 0)
    if parts.scheme not in {"http", "https"} or not place[0]:
        msg = f"'{address}' is no address of a page: it begins with http:// or https://"
        raise InputError(msg)
    if "@" in parts.netloc:
        msg = "no name and password in an address; save the page instead"
        raise InputError(msg)
    host = f"[{place[0]}]" if ":" in place[0] else place[0]
    netloc = f"{host}:{parts.port}" if parts.port else host
    path, query = (quote(part, safe="/%:;,@!$&'()*+=?~-._") for part in (parts.path or "/", parts.query))
    return SplitResult(parts.scheme, netloc, path, query, "")


def _site(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}"


def _place(parts: SplitResult) -> Place:
    host = parts.hostname or ""
    if any(ord(character) > _HIGHEST_ASCII for character in host):
        host = host.encode("idna").decode()
    return host, parts.port or (443 if parts.scheme == "https" else 80)


def _is_public(written: str) -> bool:
    """Tell whether an address can be one of a public server.

    >>> _is_public("93.184.215.14"), _is_public("127.0.0.1"), _is_public("::ffff:10.0.0.1"), _is_public("169.254.1.1")
    (True, False, False, False)
    """
    address = ip_address(written.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return _is_public(str(address.ipv4_mapped))
        if any(address in network for network in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _kind(headers: Message) -> tuple[str, str | None]:
    charset = headers.get_content_charset()
    return (headers.get_content_type() if "Content-Type" in headers else ""), charset


class _Deadline:
    """Ends a connection when its time is over, however busily it drips."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._connection: socket.socket | None = None
        self.passed = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> socket.socket:
        self._connection = connection
        return connection

    def _end(self) -> None:
        self.passed = True
        if self._connection is not None:
            try:
                self._connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself


def _opener(connect: Callable[[Place, float], socket.socket], deadline: _Deadline) -> OpenerDirector:
    """Make what opens addresses, through connections that are looked at before they are made."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            self.sock = deadline.watch(connect((self.host, self.port), self.timeout or SILENCE))

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            made = deadline.watch(connect((self.host, self.port), self.timeout or SILENCE))
            self.sock = deadline.watch(create_default_context().wrap_socket(made, server_hostname=self.host))

    class PlainHandler(HTTPHandler):
        def http_open(self, req: Request) -> Any:
            return self.do_open(Plain, req)

    class SecureHandler(HTTPSHandler):
        def https_open(self, req: Request) -> Any:
            return self.do_open(Secure, req)

    return web.opener(PlainHandler(), SecureHandler())
