"""What the page can say of each thing on it, as plain data for its scripts and its table.

Takes the network; gives dictionaries of JSON values, claims in the order of the text; knows where the evidence of a
claim lies in its sentence, which links may be followed and how Turtle names a relation; never a colour or a place on
the drawing. All texts are cut here: JavaScript counts UTF-16 units, spans count code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.graph import Network, claims, digest, documents, entities, place_key, slug
from kg.graph import label as name
from kg.model import Claim, DocumentNode, Evidence, Span
from kg.view.phrasing import Phrasing, first_claims, goal_of
from kg.view.predications import MENTIONS, TARGET_OF, Predication, is_lasting, source_of
from kg.view.wording import LANGUAGES, words

Json = dict[str, Any]


def describe(graph: Network, relations: Iterable[Predication], language: str) -> Json:
    """Give all that the scripts of the page need besides the drawing."""
    drawn = {claim.id: relation.id for relation in relations for claim in relation.claims}
    as_data = _Claims(graph, drawn)
    return {
        "language": language,
        "words": {code: dict(words(code)) for code in LANGUAGES},
        "documents": {document.id: _document(document) for document in documents(graph)},
        "entities": {
            entity.id: {
                "label": entity.label,
                "type": entity.type,
                "names": [other for other in entity.names if other != entity.label],
                "links": [link for link in entity.links if safe_link(link)],
            }
            for entity in entities(graph)
        },
        "claims": [as_data.data(claim) for claim in sorted(claims(graph), key=_reading_order)],
    }


def safe_link(text: str | None) -> str | None:
    """Give back a link that may be followed, None for anything else: no scheme but http and https is one.

    >>> safe_link("javascript:alert(1)")
    """
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.netloc else None


def table(graph: Network, language: str) -> list[Json]:
    """Give the rows of the list of claims, in words and in the order of the text."""
    say = Phrasing(graph, language)
    return [
        {
            "id": claim.id,
            "subject": say.subject(claim),
            "relation": say.relation(claim),
            "object": say.goal(claim),
            "stance": say.stance(claim),
            "date": claim.time or "",
            "article": name(graph, claim.document, language),
        }
        for claim in sorted(claims(graph), key=_reading_order)
    ]


def quotes(evidence: Iterable[Evidence]) -> list[list[str]]:
    """Cut each sentence where its evidence begins and ends: every second piece, from the second on, is evidence."""
    spans: dict[tuple[str, Span, str], list[Span]] = {}
    for item in evidence:
        spans.setdefault((item.document, item.sentence, item.sentence_text), []).append(item.span)
    return [_pieces(text, sentence, found) for (_, sentence, text), found in sorted(spans.items())]


def _pieces(text: str, sentence: Span, spans: Iterable[Span]) -> list[str]:
    pieces, at = [], 0
    for start, end in _union(spans):
        first, last = max(start - sentence.start, at), min(end - sentence.start, len(text))
        if first < last:
            pieces += [text[at:first], text[first:last]]
            at = last
    return [*pieces, text[at:]]


def term(relation: str) -> str:
    """Name a relation in Turtle, as `kg build` does: a tabled one is a term of ours, an open one belongs to the data.

    Rooms are strangers, so `kg.rdf` has a rule of its own; a test compares the two.

    >>> term("rel:member_of"), term("rel:fr:pêcher")
    ('kg:memberOf', 'rel:fr-pêcher')
    """
    name = relation.removeprefix("rel:")
    if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", name):
        return "kg:" + re.sub(r"_(.)", lambda found: found[1].upper(), name)
    if re.fullmatch(r"[a-z]{2,3}:[^\W\d]+", name):
        return f"rel:{name.replace(':', '-')}"
    return f"rel:{slug(name)}-{digest(name, length=8)}"


def _union(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Melt spans that overlap or touch into one."""
    melted: list[tuple[int, int]] = []
    for span in sorted(spans):
        if melted and span.start <= melted[-1][1]:
            melted[-1] = (melted[-1][0], max(melted[-1][1], span.end))
        else:
            melted.append((span.start, span.end))
    return melted


def _reading_order(claim: Claim) -> tuple[str, int, str]:
    return claim.document, claim.evidence[0].span.start if claim.evidence else 0, claim.id


def _document(document: DocumentNode) -> Json:
    return {
        "title": document.title or document.name,
        "date": document.date,
        "source": document.source,
        "link": safe_link(document.source),
        "language": document.language,
    }


class _Claims:
    """The claims of a graph as data; ends that are events are named by the first claim about them."""

    def __init__(self, graph: Network, drawn: Mapping[str, str]) -> None:
        self._graph = graph
        self._drawn = drawn
        self._say = {code: Phrasing(graph, code) for code in LANGUAGES}
        self._of_event = first_claims(graph)

    def data(self, claim: Claim) -> Json:
        return {
            "id": claim.id,
            "drawn": self._drawn.get(claim.id),
            "subject": None if claim.relation in {TARGET_OF, MENTIONS} else self._end(claim.subject),
            "relation": {code: say.relation(claim) for code, say in self._say.items()},
            "object": self._end(goal_of(claim)),
            "value": claim.value,
            "of": claim.of,
            "status": claim.status,
            "lasting": is_lasting(self._graph, claim),
            "stance": {code: say.stance(claim) for code, say in self._say.items()},
            "source": source_of(self._graph, claim),
            "time": claim.time,
            "timeText": claim.time_text,
            "places": [self._end(place) for place in claim.places],
            "document": claim.document,
            "confidence": claim.confidence,
            "rules": list(claim.rules),
            "within": claim.within,
            "quotes": quotes(claim.evidence),
            "triple": [claim.subject, term(claim.relation), self._term_or_key(claim.object)],
            "evidence": {place_key(piece.document, piece.span): piece.text for piece in claim.evidence},
        }

    @staticmethod
    def _term_or_key(key: str | None) -> str | None:
        return term(key) if key and key.startswith("rel:") else key

    def _end(self, key: str | None) -> str | None:
        return self._of_event[key].id if key in self._of_event else key
