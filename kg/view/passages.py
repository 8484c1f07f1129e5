"""The text of an article as the page holds it: once, in pieces, with the places of what is said.

Takes claims, and the article's reading where there is one; gives pieces in the order of the text and places within
them. A piece is a sentence that holds evidence, sentences that overlap being one, or the text between two of these.
Without a reading only the sentences are known, and participants are found by their names. All places are counted here:
JavaScript counts UTF-16 units, spans count code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.graph import Network, claims, documents, entities
from kg.model import Claim, EntityNode, Evidence, Reading, Span

Place = list[int]
"""A piece, by its number, and where in it something begins and ends, in UTF-16 units."""

Mark = tuple[int, int, str]
"""Where in a piece an entity is named, in UTF-16 units, with the entity's key."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `start` counts code points."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Tell where it ends."""
        return self.start + len(self.text)

    def at(self, place: int) -> int:
        """Count the UTF-16 units from its beginning to a code point of the whole text, at most all that it has."""
        before = self.text[: max(place - self.start, 0)]
        return len(before) + sum(sign > "\uffff" for sign in before)


class Passages:
    """The pieces of one article's text, and the places of its claims in them."""

    def __init__(self, said: Sequence[Claim], reading: Reading | None, known: Mapping[str, EntityNode]) -> None:
        self._said = said
        self._reading = reading
        self._known = known
        sentences = melted(_sentence(evidence) for claim in said for evidence in claim.evidence)
        self._pieces = list(_filled(sentences, reading.text)) if reading else sentences
        self._starts = [piece.start for piece in self._pieces]

    def data(self) -> list[dict[str, Any]]:
        """Give the pieces, each with the places in it that name participants of the claims that it is evidence for."""
        marks = self._mentioned() if self._reading else self._named()
        return [_data(piece, marks.get(number)) for number, piece in enumerate(self._pieces)]

    def evidence(self, claim: Claim) -> list[Place]:
        """Give the places of a claim's evidence, each with begin and end of its sentence where that is not a piece."""
        return [self._evidence(evidence) for evidence in claim.evidence]

    def triggers(self, claim: Claim) -> list[Place]:
        """Give the places of the words that tell a claim, in the pieces that hold its evidence."""
        return self._beside(claim, self._reading.triggers.get(claim.id, ())) if self._reading else []

    def time(self, claim: Claim) -> Place | None:
        """Give the place of the words that tell a claim's date, if a piece with its evidence holds them."""
        span = self._reading.times.get(claim.id) if self._reading else None
        return next(iter(self._beside(claim, [span])), None) if span else None

    def _evidence(self, evidence: Evidence) -> Place:
        sentence = _sentence(evidence)
        number = self._number(sentence.start)
        piece = self._pieces[number]
        place = [number, piece.at(evidence.span.start), piece.at(evidence.span.end)]
        return place if piece == sentence else [*place, piece.at(sentence.start), piece.at(sentence.end)]

    def _place(self, span: Span) -> Place:
        number = self._number(span.start)
        piece = self._pieces[number]
        return [number, piece.at(span.start), piece.at(span.end)]

    def _number(self, at: int) -> int:
        return max(bisect_right(self._starts, at) - 1, 0)

    def _beside(self, claim: Claim, spans: Iterable[Span]) -> list[Place]:
        numbers = {place[0] for place in self.evidence(claim)}
        return [place for place in map(self._place, spans) if place[0] in numbers]

    @cached_property
    def _participants(self) -> Mapping[int, set[str]]:
        """Give the entities that take part in what each piece is evidence for."""
        found: dict[int, set[str]] = defaultdict(set)
        for claim in self._said:
            ends = (claim.subject, claim.object, claim.of, claim.attributed_to, *claim.places)
            keys = {key for key in ends if key and key in self._known}
            for place in self.evidence(claim):
                found[place[0]] |= keys
        return found

    def _mentioned(self) -> Mapping[int, list[Mark]]:
        found: dict[int, list[Mark]] = defaultdict(list)
        for span, key in self._reading.mentions if self._reading else ():
            number, first, last = self._place(span)
            if key in self._participants.get(number, ()):
                found[number].append((first, last, key))
        return found

    def _named(self) -> Mapping[int, list[Mark]]:
        found: dict[int, list[Mark]] = defaultdict(list)
        for number, keys in self._participants.items():
            piece = self._pieces[number]
            spans = ((span, key) for key in keys for span in named(self._known[key].names, piece.text))
            for (first, last), key in sorted(spans):
                found[number].append((piece.at(piece.start + first), piece.at(piece.start + last), key))
        return found


def passages(graph: Network, readings: Iterable[Reading]) -> dict[str, Passages]:
    """Give the passages of each article by its key."""
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(graph):
        said[claim.document].append(claim)
    read = {reading.document: reading for reading in readings}
    known = {entity.id: entity for entity in entities(graph)}
    return {one.id: Passages(said[one.id], read.get(one.id), known) for one in documents(graph)}


def melted(found: Iterable[Piece]) -> list[Piece]:
    """Sort pieces, and make one of those that overlap; those that only touch stay apart.

    >>> [piece.text for piece in melted([Piece(4, "efg"), Piece(0, "abcdef"), Piece(7, "h")])]
    ['abcdefg', 'h']
    """
    result: list[Piece] = []
    for piece in sorted(found, key=lambda piece: (piece.start, piece.text)):
        last = result[-1] if result else None
        if last and (piece.start < last.end or piece.start == last.start):
            result[-1] = Piece(last.start, last.text + piece.text[last.end - piece.start :])
        else:
            result.append(piece)
    return result


def named(names: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Find names in a text as whole words, the longest where several begin.

    >>> named(["Trump", "Donald Trump"], "Donald Trump, ou Trump, et les trumpistes")
    [(0, 12), (17, 22)]
    """
    longest_first = sorted(filter(str.strip, names), key=lambda name: (-len(name), name))
    if not longest_first:
        return []
    found = re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", text)
    return [match.span() for match in found]


def _data(piece: Piece, marks: list[Mark] | None) -> dict[str, Any]:
    data = {"at": piece.start, "text": piece.text}
    return {**data, "marks": marks} if marks else data


def _sentence(evidence: Evidence) -> Piece:
    """Give the sentence of evidence; where that was cut short and does not hold the evidence, the evidence alone."""
    before = evidence.span.start - evidence.sentence.start
    if before >= 0 and evidence.sentence_text.startswith(evidence.text, before):
        return Piece(evidence.sentence.start, evidence.sentence_text)
    return Piece(evidence.span.start, evidence.text)


def _filled(sentences: Iterable[Piece], text: str) -> Iterator[Piece]:
    """Yield the sentences and what stands between them."""
    at = 0
    for sentence in sentences:
        if at < sentence.start:
            yield Piece(at, text[at : sentence.start])
        yield sentence
        at = sentence.end
    if at < len(text):
        yield Piece(at, text[at:])
