"""One fact as it is noted down, and what a noun says of its bearer.

Takes mentions; gives a `FactFinding` with the words that it came from. Knows roles and titles; never which construction
was read.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.phrases import Phrases
from kg.extraction.tree import Tree
from kg.model import FactFinding, Mention, Span, Token


def noted(
    phrases: Phrases,
    rule: str,
    relation: str,
    subject: Mention,
    *,
    value: str | None = None,
    goal: Mention | None = None,
    of: Mention | None = None,
) -> FactFinding:
    """Note a fact down; `rule` is its name in the table of rules, without `fact/`."""
    spans = [subject.span, *(phrases.extent(mention.head) for mention in (goal, of) if mention)]
    return FactFinding(
        subject=subject.head,
        relation=relation,
        evidence=Span(min(span.start for span in spans), max(span.end for span in spans)),
        object=goal.head if goal else None,
        value=value,
        of=of.head if of else None,
        rules=(f"fact/{rule}",),
    )


def appositions(tree: Tree, head: Token) -> Iterator[Token]:
    """Yield the nouns that say behind a name what its bearer is: `McKenzie, directeur du Commandement`."""
    for child in tree.children(head, "appos"):
        if child.upos in {"NOUN", "PROPN"}:
            yield child


def is_relative(tree: Tree, noun: Token) -> bool:
    """Tell whether a noun says what somebody is to another of the family: `frère`, `veuve`."""
    entry = tree.language.noun(noun.lemma, noun.form)
    return entry is not None and entry.kind == "relative"


def role_of(tree: Tree, noun: Token) -> str | None:
    """Tell whether a noun names a position (`role`) or goes before a name as a `title`."""
    entry = tree.language.noun(noun.lemma, noun.form)
    return entry.kind if entry is not None and entry.kind in {"role", "title"} else None
