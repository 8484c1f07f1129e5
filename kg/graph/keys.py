"""Keys that depend on content alone: the same words give the same key on every machine, in every run.

Takes words; gives lower-case ASCII. Knows hashing and transliteration; never what a key stands for.
"""

from __future__ import annotations

import hashlib
import json
import re

from anyascii import anyascii

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
