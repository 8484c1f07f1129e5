"""Other names, in brackets or behind a word that announces one.

Takes a name in its tree; gives `alias` facts, `located_in` for the region behind a town, `member_of` for the party
behind a person. Knows brackets and `alias`; never which names mean the same.
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
            relation = {"LOC": "located_in", "PER": "member_of"}.get(name.label, "alias")
            if name.label == "PER" and mention.type != "Organization":
                continue
            yield noted(phrases, "name-in-brackets", relation, owner, goal=mention)


def name_behind_alias(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read another name behind a word that announces it."""
    bearer = phrases.mention(tree, head)
    own = phrases.proper_name(tree, head) if bearer is not None and bearer.kind == "name" else None
    if bearer is None or own is None:
        return
    for child in tree.children(head, "appos", "nmod", "flat", "conj"):
        other = phrases.name(tree, child)
        mention = phrases.mention(tree, child) if other is not None and other is not own else None
        before = tree.by_id.get(other.first - 1) if other is not None else None
        if mention is not None and before is not None and before.form.lower() in tree.words["alias"]:
            yield noted(phrases, "name-behind-alias", "alias", bearer, goal=mention)
