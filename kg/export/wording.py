"""What an export says by itself, by language.

Takes `wording.tsv`; gives its words by language and key. Knows which languages it has; never a word of an article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from kg.graph import Network, documents
from kg.language import rows

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@cache
def words(language: Language) -> Mapping[str, str]:
    """Give the words of a language by key.

    >>> words("fr")["status.Reported"]
    'Rapporté'
    """
    return {row["key"]: row[language] for row in rows(files("kg.export") / "wording.tsv", ("key", *LANGUAGES))}


def language_of(graph: Network) -> Language:
    """Give the language of most articles, English where there are no words for it."""
    counts = Counter(code for document in documents(graph) for code in LANGUAGES if code == document.language)
    return min(counts, key=lambda code: (-counts[code], code), default="en")
