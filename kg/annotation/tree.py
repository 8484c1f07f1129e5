"""A sentence of the parser as a tree that repairs may change.

Takes words with heads as indices into the whole text; gives kinship and features, and re-hangs a word. Knows Universal
Dependencies; never which faults there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.annotation.parser import Word
from kg.language import Language


@dataclass(slots=True)
class Tree:
    """One sentence of the text as a tree that can be changed; indices are into the whole text."""

    words: list[Word]
    members: range
    language: Language
    _children: dict[int, list[int]] = field(default_factory=dict)

    def children(self, index: int) -> Sequence[int]:
        """Give the dependents of a word in the order of the text."""
        if not self._children:
            for i in self.members:
                self._children.setdefault(self.words[i].head, []).append(i)
        return self._children.get(index, ())

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the head, its head, and so on."""
        seen = {index}
        while (index := self.words[index].head) in self.members and index not in seen:
            seen.add(index)
            yield index

    def attach(self, index: int, head: int, deprel: str) -> None:
        """Hang a word on another, unless that would close a circle."""
        if index != head and index not in self.ancestors(head):
            self.hang(index, head, deprel)

    def hang(self, index: int, head: int, deprel: str | None = None) -> None:
        """Hang a word on another whatever that makes, with its relation as it is if none is named."""
        self.words[index].head, self.words[index].deprel = head, deprel or self.words[index].deprel
        self._children = {}

    def has(self, index: int, deprel: str) -> bool:
        """Tell whether a word has a dependent of the relation (or of a subtype of it)."""
        return any(self.words[i].deprel.partition(":")[0] == deprel for i in self.children(index))

    def case(self, index: int) -> set[str]:
        """Give the lemmas of a word's prepositions."""
        return {self.words[i].lemma for i in self.children(index) if self.words[i].deprel == "case"}

    def feature(self, index: int, name: str) -> str | None:
        """Give a word's value of a UD feature."""
        for key, value in self.words[index].feats:
            if key == name:
                return value
        return None

    def is_finite(self, index: int) -> bool:
        """Tell whether a word heads a finite verb group."""
        is_verb = self.words[index].upos in {"VERB", "AUX"}
        return is_verb and (self.feature(index, "VerbForm") == "Fin" or self.has(index, "aux"))


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule with a phrase that it mends.

    `mended` and `broken` count words of UD French Sequoia dev, which the parser was not trained on, that the rule
    brought nearer to the treebank or away from it: part of speech, lemma, head and relation. (Sequoia gives pronouns
    the lemma of their strong form; here they stay as they stand, which counts as broken.)
    """

    name: str
    apply: Callable[[Tree, int], None]
    example: str
    mended: int
    broken: int
