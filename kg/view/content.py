"""What the page can say of each thing on it, as plain data for its scripts and its table.

Takes the network, and the texts of its articles where they are known; gives dictionaries of JSON values without nulls,
claims in the order of the text; knows which links may be followed and how Turtle names a relation; never a colour or a
place on the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.graph import Network, claims, digest, documents, entities, slug
from kg.graph import label as name
from kg.model import MENTIONS, TARGET_OF, Claim, DocumentNode, Reading
from kg.view.passages import Passages, passages
from kg.view.phrasing import Phrasing, first_claims, goal_of
from kg.view.predications import Predication, is_lasting, source_of
from kg.view.wording import LANGUAGES, words

Json = dict[str, Any]


def describe(graph: Network, relations: Iterable[Predication], language: str, readings: Iterable[Reading] = ()) -> Json:
    """Give all that the scripts of the page need besides the drawing."""
    drawn = {claim.id: relation.id for relation in relations for claim in relation.claims}
    texts = passages(graph, readings)
    as_data = _Claims(graph, drawn, texts)
    return {
        "language": language,
        "words": {code: dict(words(code)) for code in LANGUAGES},
        "documents": {
            document.id: {**_document(document), "pieces": texts[document.id].data()} for document in documents(graph)
        },
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


def _reading_order(claim: Claim) -> tuple[str, int, str]:
    return claim.document, claim.evidence[0].span.start if claim.evidence else 0, claim.id


def _document(document: DocumentNode) -> Json:
    return _known(
        {
            "title": document.title or document.name,
            "date": document.date,
            "source": document.source,
            "link": safe_link(document.source),
            "language": document.language,
            "reprintOf": document.reprint_of,
        }
    )


def _known(data: Json) -> Json:
    return {name: value for name, value in data.items() if value is not None}


class _Claims:
    """The claims of a graph as data; ends that are events are named by the first claim about them."""

    def __init__(self, graph: Network, drawn: Mapping[str, str], texts: Mapping[str, Passages]) -> None:
        self._graph = graph
        self._drawn = drawn
        self._texts = texts
        self._say = {code: Phrasing(graph, code) for code in LANGUAGES}
        self._of_event = first_claims(graph)

    def data(self, claim: Claim) -> Json:
        text = self._texts[claim.document]
        return _known(
            {
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
                "evidence": text.evidence(claim),
                "triggers": text.triggers(claim),
                "timeAt": text.time(claim),
                "triple": [claim.subject, term(claim.relation), self._term_or_key(claim.object)],
            }
        )

    @staticmethod
    def _term_or_key(key: str | None) -> str | None:
        return term(key) if key and key.startswith("rel:") else key

    def _end(self, key: str | None) -> str | None:
        return self._of_event[key].id if key in self._of_event else key
