"""Mends faults that the parser makes time and again, each rule as narrow as it could be made.

Takes the words of a text with the starts of its sentences; changes heads, relations, lemmas and features in place.
Knows Universal Dependencies and the language's tables; never adds or drops a word. Each rule was measured on
treebanks and says what it mended and broke there; the few at zero mend what is common in news and rare in treebanks.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.annotation.parser import Word
from kg.annotation.repairs import clauses, complements, participles, words
from kg.annotation.tree import Repair, Tree
from kg.language import Language

__all__ = ["BY_LANGUAGE", "RULES", "Repair", "Tree", "repair"]

RULES: tuple[Repair, ...] = (*words.RULES, *participles.RULES, *complements.RULES, *clauses.RULES)
"""The rules for French, in their order."""
BY_LANGUAGE: Mapping[str, tuple[Repair, ...]] = {"fr": RULES}
"""The faults are those of one parser; another language has none or its own."""


def repair(text: list[Word], starts: list[int], language: Language) -> None:
    """Apply every rule for the language to every sentence."""
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        tree = Tree(text, range(start, end), language)
        for rule in BY_LANGUAGE.get(language.code, ()):
            for index in tree.members:
                rule.apply(tree, index)
