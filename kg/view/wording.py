"""What the page says by itself, by language.

Takes `templates/interface.tsv`; gives its words by language and key; knows which languages it has; never a word of
an article.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.language import rows
from kg.model import Claim

TEMPLATES = files("kg.view") / "templates"
LANGUAGES = ("en", "fr")
Words = Mapping[str, str]


@cache
def words(language: str) -> Words:
    """Give the words of the interface in a language, in English where it has none.

    >>> words("fr")["status.Reported"]
    'rapporté'
    """
    column = language if language in LANGUAGES else "en"
    return {row["key"]: row[column] for row in rows(TEMPLATES / "interface.tsv", ("key", *LANGUAGES))}


def stance(claim: Claim, source: str | None, language: str) -> str:
    """Say in words how far the article stands behind a claim; `source` names whom it makes responsible instead."""
    if claim.status == "Asserted":
        return words(language)["stance.Asserted"]
    return _with_source(claim, source, language, "stance")


def mark(claim: Claim, source: str | None, language: str) -> str:
    """Say the same in as few words as a plate on the drawing has room for; nothing where the article stands behind."""
    return "" if claim.status == "Asserted" else _with_source(claim, source, language, "mark")


def _with_source(claim: Claim, source: str | None, language: str, kind: str) -> str:
    known = words(language)
    if source is None:
        return known[f"status.{claim.status}"]
    manner = "promised" if claim.modality == "promised" and claim.status == "Projected" else claim.status
    return known[f"{kind}.{manner}"].format(source=source)
