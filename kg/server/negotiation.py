"""What the client would rather have, of what there is (RFC 9110, section 12).

Takes an Accept or Accept-Language header and what is offered; gives the one to send. Knows weights and wildcards; never
what is behind a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def preferred(header: str | None, offered: Iterable[str]) -> str | None:
    """Give the best of what is offered, the first of equals; None if nothing is accepted.

    >>> preferred("text/csv;q=0.5, application/json, */*;q=0.1", ["text/turtle", "text/csv", "application/json"])
    'application/json'
    >>> preferred("en-GB, fr;q=0.9", ["fr", "en"])
    'en'
    >>> preferred("image/*", ["text/csv"]) is None
    True
    """
    ranges = _ranges(header or "*")
    weights = {name: _weight(name, ranges) for name in offered}
    best = max(weights, key=weights.__getitem__, default=None)
    return best if best is not None and weights[best] > 0 else None


def _ranges(header: str) -> dict[str, float]:
    """Read a header into weights by range."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [float(match[1]) for parameter in parameters if (match := _WEIGHT.fullmatch(parameter))]
        if name:
            found[name] = weights[0] if weights else 1.0
    return found


def _weight(name: str, ranges: dict[str, float]) -> float:
    """Give the weight of the narrowest range that holds a media type or a language."""
    matching = [accepted for accepted in ranges if _holds(accepted, name)]
    return max(((len(accepted), ranges[accepted]) for accepted in matching), default=(0, 0.0))[1]


def _holds(accepted: str, name: str) -> bool:
    if accepted in {name, "*", "*/*"}:
        return True
    return (accepted.endswith("/*") and name.startswith(accepted[:-1])) or accepted.startswith(f"{name}-")
