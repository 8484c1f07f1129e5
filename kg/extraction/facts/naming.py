"""Other names in brackets.

Takes a name in its tree; gives `alias` facts, and `located_in` for the region behind a town. Knows brackets; never
which names mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.facts.finding import noted
from kg.extraction.phrases import Phrases
from kg.extraction.tree import Tree
from kg.model import FactFinding, Token

IN_BRACKETS = re.compile(r"[\s»”\"]*\(\s*")
ACRONYM = re.compile(r"[A-ZÉÈ][\w.'-]*")


def name_in_brackets(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read another name, an acronym, or the region of a place in brackets."""
    name = phrases.name(tree, head)
    owner = phrases.mention(tree, head)
    if name is None or owner is None:
        return
    opening = IN_BRACKETS.match(phrases.text, name.span.end)
    if opening is None:
        return
    for token in tree.sentence.tokens:
        inside = phrases.text[opening.end() : token.span.start]
        if token.span.start < opening.end() or ")" in inside:
            continue
        is_name = phrases.name(tree, token) is not None or (ACRONYM.fullmatch(token.form) and token.upos == "PROPN")
        mention = phrases.mention(tree, token) if is_name else None
        if mention is not None and mention.head != owner.head:
            relation = "located_in" if name.label == "LOC" else "alias"
            yield noted(phrases, "name-in-brackets", relation, owner, goal=mention)
