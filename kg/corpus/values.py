"""Values of the project <-> JSON, for keeping them and for passing them on.

Takes frozen values, and bytes; gives the one for the other. Knows cattrs; never what a value means. What a value has by
default is left out.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from cattrs import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

Value = TypeVar("Value")
UNREADABLE = (BaseValidationError, ValueError)
"""What `from_json` raises where bytes are those of no such value."""


@cache
def _converter() -> JsonConverter:
    return make_converter(omit_if_default=True)


def to_json(value: object) -> bytes:
    """Write a value."""
    return _converter().dumps(value).encode(errors="surrogatepass")


def from_json(content: bytes, kind: type[Value]) -> Value:
    """Read a value of a kind back."""
    return _converter().loads(content.decode(errors="surrogatepass"), kind)
