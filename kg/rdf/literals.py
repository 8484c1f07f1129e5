"""Texts and numbers <-> RDF literals that every reader reads alike.

Takes Python values; gives literals, and words in the form in which they are searched for. Knows which lexical forms
rdflib and Oxigraph both leave as they are: plain strings, language strings, xsd:integer and canonical xsd:decimal
(Oxigraph rewrites what is not canonical, see https://github.com/oxigraph/oxigraph/issues/526, and rdflib rewrites other
forms); never what a text is about.
"""

from __future__ import annotations

import re
from decimal import Decimal

from anyascii import anyascii
from pyoxigraph import Literal

from kg.rdf.vocabulary import XSD

_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(words: str) -> str:
    r"""Replace each half surrogate, which no encoding can hold, by U+FFFD; the length stays as it is.

    >>> clean("a\ud800b") == "a\ufffdb"
    True
    """
    return _SURROGATE.sub("\ufffd", words)


def searchable(words: str) -> str:
    r"""Write words as they are searched for, in ASCII and lower case; "" where nothing is left of them.

    All apostrophes are alike, and all blanks are one blank. What is searchable stays as it is.

    >>> searchable("ÉLYSÉE"), searchable("Sœur de l’évêque"), searchable(" deux\u00a0 \nblancs ")
    ('elysee', "soeur de l'eveque", 'deux blancs')
    >>> searchable("Владимир Путин"), searchable("\u200b")
    ('vladimir putin', '')
    """
    return " ".join(anyascii(clean(words)).replace("`", "'").lower().split())


def text(words: str, language: str | None = None) -> Literal:
    """Write a text, with its language if it has letters: a number as written belongs to no language.

    >>> text("34 ans", "fr").language, text("34", "fr").language
    ('fr', None)
    """
    if language and _LANGUAGE.fullmatch(language) and any(map(str.isalpha, words)):
        return Literal(clean(words), language=language)
    return Literal(clean(words))


def integer(number: int) -> Literal:
    """Write a whole number."""
    return Literal(str(number), datatype=XSD["integer"])


def decimal(number: float) -> Literal:
    """Write a number in canonical decimals: no exponent, no zero that can be left out.

    >>> decimal(0.9).value, decimal(1.0).value, decimal(1e-7).value
    ('0.9', '1', '0.0000001')
    """
    return Literal(f"{Decimal(repr(number)).normalize() + 0:f}", datatype=XSD["decimal"])
