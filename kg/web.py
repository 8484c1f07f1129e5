"""Requests to the web that go to the address given, and nowhere else.

Takes how connections are made, and addresses; gives what opens these, and their parts. Knows http and https alone, so
that no other scheme reads a file; follows no redirection: that answer is an error, with the place it names among its
headers. Never knows what is asked for.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})
"""Codes of HTTP by which a server sends elsewhere (RFC 9110, 15.4)."""


def split(address: str) -> SplitResult:
    """Split an address; what is none, such as one with a bracket left open, has no parts.

    >>> split("https://a.example:80/b").hostname, split("http://[a").scheme
    ('a.example', '')
    """
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def opener(*connecting: BaseHandler) -> OpenerDirector:
    """Make what opens addresses; without handlers that connect, it does so as usual, by the environment's proxies.

    Its `open` raises `urllib.error.HTTPError` for every answer that is none of success, redirections among them, and
    `urllib.error.URLError` for every other scheme.
    """
    made = OpenerDirector()
    usual = (ProxyHandler(), HTTPHandler(), HTTPSHandler())
    for handler in (*(connecting or usual), HTTPDefaultErrorHandler(), HTTPErrorProcessor(), UnknownHandler()):
        made.add_handler(handler)
    return made
