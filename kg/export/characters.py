r"""Texts of any origin -> texts of one line that every file format holds.

Takes strings; gives strings. Knows what XML, CSV readers and YAML refuse: XML 1.0 has no U+0000 to U+001F but for white
space, and neither half surrogates nor U+FFFE and U+FFFF (https://www.w3.org/TR/xml/#charsets). Never what a text means.
"""

from __future__ import annotations

import re

# white space that ends a line or a cell; the no-break spaces of French typography stay
_BREAKS = re.compile("[\t-\r\x1c-\x1f \x85\u2028\u2029]+")
_REFUSED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# embeddings, overrides and isolates turn the direction of whatever stands behind them on the line
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def line(text: str) -> str:
    r"""Write a text on one line: white space becomes one space, what no file may hold becomes U+FFFD.

    >>> line(" two\n lines\0")
    'two lines\ufffd'
    """
    return _REFUSED.sub("\ufffd", _BREAKS.sub(" ", text).strip(" "))


def shown(text: str) -> str:
    r"""Write a text on one line for people: no character in it turns the direction of what follows.

    >>> shown("a\u202eb")
    'ab'
    """
    return _DIRECTIONS.sub("", line(text))
