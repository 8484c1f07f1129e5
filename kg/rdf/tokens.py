"""The words of SPARQL as Oxigraph cuts them: https://www.w3.org/TR/sparql11-query/#sparqlGrammar.

Takes nothing; gives pieces of regular expressions, to be read with `re.DOTALL`. Knows what may hold a word that is no
keyword: strings, IRIs and comments; never what a query means.

>>> token = re.compile(rf"{OPAQUE}|(?P<word>{WORD})", re.DOTALL)
>>> [found["word"] for found in token.finditer('ASK { ?a <http://SERVICE> "SERVICE" } # SERVICE') if found["word"]]
['ASK', '?a']
"""

from __future__ import annotations

import re  # noqa: F401 - for the example
from typing import Final

STRING: Final = r'"(?:[^"\\\r\n]|\\.)*"'
OPAQUE: Final = (
    r""""{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"""
    rf"""|{STRING}|'(?:[^'\\\r\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*"""
)
"""Long strings, strings, IRIs and comments, which end at a line feed or a carriage return."""
WORD: Final = r"(?:[\w:?$@.%-]|\\.)+"
"""Keywords, variables, prefixed names, numbers and language tags."""
