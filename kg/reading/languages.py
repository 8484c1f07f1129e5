"""The language of an article: said, or told from its text.

Takes a text and what was said of it; gives the code of a language that has tables; knows the languages of
`knowledge/languages` and py3langid (its model is in the package: no network); never the grammar of any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from kg import language
from kg.errors import LanguageError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT: Final = "fr"
LONG_ENOUGH: Final = 200
"""Characters; below, lists of names are taken for anything (all of 90 French articles are certain above it)."""
ENOUGH: Final = 20_000
"""Characters that are looked at."""
CERTAIN: Final = 0.99
"""Confidence from which a text is refused because it is in a language without tables."""
LIKELY: Final = 0.9
"""Confidence from which a short text is in another of the languages with tables than the default.

Of 3,911 French sentences of treebanks four are taken for English so, and 251 of 253 English ones.
"""


def language_of(text: str, said: str | None) -> str:
    """Decide in which language the text is to be read.

    Raises:
        LanguageError: there are no tables for the language that was said, or that the text is clearly in.

    """
    known = language.available()
    if said is not None:
        return known_language(said)
    ranked = _identifier().rank(text[:ENOUGH])
    if len(text) < LONG_ENOUGH:
        return _of_short(dict(ranked), known)
    likeliest, confidence = ranked[0]
    if likeliest not in known and confidence >= CERTAIN:
        msg = (
            f"the text seems to be in '{likeliest}'; there are tables for: {', '.join(known)}"
            " (say --language to have it read as one of these)"
        )
        raise LanguageError(msg)
    return next((code for code, _ in ranked if code in known), DEFAULT)


def _of_short(confidence: Mapping[str, float], known: Iterable[str]) -> str:
    """Choose among the languages that have tables; the default unless another is likely."""
    among = {code: confidence[code] for code in known if code in confidence}
    total = sum(among.values())
    return next((code for code, own in sorted(among.items()) if total and own / total >= LIKELY), DEFAULT)


def known_language(said: str) -> str:
    """Give the code of a language such as `fr`, `FR` or `fr-CA`.

    Raises:
        LanguageError: there are no tables for it.

    """
    known = language.available()
    code = said.strip().lower().replace("_", "-").partition("-")[0]
    if code not in known:
        msg = f"no tables for the language '{said}'; there are tables for: {', '.join(known)}"
        raise LanguageError(msg)
    return code


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second, where no language is said

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
