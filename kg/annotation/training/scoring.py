"""Predicted sentences against gold ones, from raw text: attachment, names, event nouns.

Takes gold and predicted words with character offsets; gives precision, recall and F1. Knows that a tokenizer may cut
otherwise than the treebank does: a word that is cut otherwise is missed. Never runs a parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.annotation.training.treebanks import GoldSentence

Place = tuple[int, int]
"""Start and end of a word in its text (code points, half-open)."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A word's place, its head's (None for the root) and its relation."""

    word: Place
    head: Place | None
    deprel: str


@dataclass(slots=True)
class Counts:
    """How many items are gold, predicted, and both."""

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    @property
    def precision(self) -> float:
        """Give the share of predictions that are right."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Give the share of gold items that are found."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.gold + self.predicted
        return 2 * self.correct / total if total else 0.0


@dataclass(slots=True)
class Attachment:
    """Unlabelled and labelled attachment, and the latter by relation (main type)."""

    unlabelled: Counts = field(default_factory=Counts)
    labelled: Counts = field(default_factory=Counts)
    by_relation: dict[str, Counts] = field(default_factory=dict)

    def add(self, gold: Sequence[Arc], predicted: Sequence[Arc]) -> None:
        """Count the arcs of one text; punctuation is left out, as is usual."""
        expected = {arc.word: arc for arc in gold if arc.deprel != "punct"}
        skipped = {arc.word for arc in gold if arc.deprel == "punct"}
        given = [arc for arc in predicted if arc.word not in skipped and arc.deprel != "punct"]
        given += [arc for arc in predicted if arc.word in expected and arc.deprel == "punct"]
        for counts in (self.unlabelled, self.labelled):
            counts.gold += len(expected)
            counts.predicted += len(given)
        for arc in expected.values():
            self._of(arc.deprel).gold += 1
        for arc in given:
            self._of(arc.deprel).predicted += 1
            other = expected.get(arc.word)
            if other and other.head == arc.head:
                self.unlabelled.correct += 1
                self.labelled.correct += other.deprel == arc.deprel
                self._of(arc.deprel).correct += other.deprel.partition(":")[0] == arc.deprel.partition(":")[0]

    def _of(self, deprel: str) -> Counts:
        return self.by_relation.setdefault(deprel.partition(":")[0], Counts())


def gold_arcs(sentences: Iterable[GoldSentence], offset: int = 0) -> Iterator[Arc]:
    """Give the arcs of sentences that follow each other in a text, one blank between them."""
    for sentence in sentences:
        places = list(token_places(sentence, offset))
        for token, place in zip(sentence.tokens, places, strict=True):
            if token.head is not None:
                yield Arc(place, places[token.head] if token.head >= 0 else None, token.deprel)
        offset += len(sentence.text) + 1


def token_places(sentence: GoldSentence, offset: int = 0) -> Iterator[Place]:
    """Give where the tokens of a sentence stand."""
    for token in sentence.tokens:
        yield offset, offset + len(token.form)
        offset += len(token.form) + token.space


def gold_names(sentences: Iterable[GoldSentence], offset: int = 0) -> Iterator[tuple[Place, str]]:
    """Give the names of sentences that follow each other, one blank between them."""
    for sentence in sentences:
        places = list(token_places(sentence, offset))
        start: int | None = None
        for i, token in enumerate(sentence.tokens):
            label = token.entity or "O"
            if label.startswith("B-"):
                start = places[i][0]
            following = sentence.tokens[i + 1].entity if i + 1 < len(sentence.tokens) else None
            if label != "O" and start is not None and not (following or "O").startswith("I-"):
                yield (start, places[i][1]), label[2:]
                start = None
        offset += len(sentence.text) + 1


def count_names(
    gold: Iterable[tuple[Place, str]], predicted: Iterable[tuple[Place, str]], counts: dict[str, Counts]
) -> None:
    """Count names that agree in span and label, for each label and for `all`."""
    expected, given = set(gold), set(predicted)
    for label in {label for _, label in expected | given} | {"all"}:
        chosen = counts.setdefault(label, Counts())
        chosen.gold += sum(label in {kind, "all"} for _, kind in expected)
        chosen.predicted += sum(label in {kind, "all"} for _, kind in given)
        chosen.correct += sum(label in {kind, "all"} for _, kind in expected & given)


def table(rows: Mapping[str, Counts]) -> str:
    """Lay counts out as a table of percentages."""
    lines = [f"{'':16}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
    lines += [
        f"{n:16}{100 * c.precision:7.1f}{100 * c.recall:7.1f}{100 * c.f1:7.1f}{c.gold:7}" for n, c in rows.items()
    ]
    return "\n".join(lines)
