"""Keys that depend on content alone: the same words give the same key on every machine, in every run.

Takes words; gives lower-case ASCII. Knows hashing and transliteration; never what a key stands for.
"""

from __future__ import annotations

import hashlib
import json
import re

from anyascii import anyascii

from kg.model import Span

SLUG_LENGTH = 40


def digest(*parts: str, length: int = 12) -> str:
    """Hash the parts into lower-case hexadecimal digits; JSON keeps the lists `a, b` and `ab` apart.

    >>> digest("a", "b") == digest("ab")
    False
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:length]


def slug(label: str) -> str:
    """Spell a label in at most forty ASCII letters, digits and hyphens.

    >>> slug("Abdelmadjid Tebboune, président")
    'abdelmadjid-tebboune-president'
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(label).lower())[:SLUG_LENGTH].strip("-")


def place_key(document: str, span: Span) -> str:
    """Name a place in a text.

    >>> place_key("doc:ab12", Span(2130, 2215))
    'men:ab12-2130-2215'
    """
    return f"men:{document.removeprefix('doc:')}-{span.start}-{span.end}"
