"""The network -> entities of FollowTheMoney, for Aleph, OpenAleph and OpenSanctions' tools.

Takes the network; gives one entity a line, in JSON. Knows which schema of FollowTheMoney
(https://followthemoney.tech/explorer/) says what; the library checks each value. Ids are the keys of the graph.

    Person, Organization, LegalEntity (groups), Address (places)    participants; all else has no schema there and is
                                                                    named in events alone
    Article                                                         documents
    Event                                                           what the articles state, with its day, places and
                                                                    those involved
    Membership, Family, UnknownLink                                 what the articles state of two of these, with
                                                                    the relation as role and the article as proof

What an article does not state itself (reported, denied, planned, hypothetical) makes no link and no event: it stands in
the `notes` of whom it speaks of, with its status, its source, the sentence and the article.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from kg.errors import OutputError
from kg.export.characters import line
from kg.export.phrasing import Phrasing
from kg.export.wording import language_of
from kg.graph import Network, bounds, claims, digest, documents, entities, events
from kg.graph.pairing import ends
from kg.model import Claim, DocumentNode, EntityNode, EntityType, EventNode

if TYPE_CHECKING:
    from followthemoney import EntityProxy, Model

SCHEMATA: Final[Mapping[EntityType, str]] = {
    "Person": "Person",
    "Organization": "Organization",
    "Group": "LegalEntity",
    "Place": "Address",
}
LINKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "rel:member_of": ("Membership", "member", "organization"),
    "rel:position": ("Membership", "member", "organization"),
    "rel:family": ("Family", "person", "relative"),
}
"""Facts with a schema of their own, and its two ends; it is used where both ends have the schemata that it wants."""
ANY_LINK: Final = ("UnknownLink", "subject", "object")
_MONTH_OR_YEAR = re.compile(r"\d{4}(-\d\d)?", re.ASCII)
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)", re.ASCII)


def to_ftm(graph: Network) -> str:
    """Write a graph as FollowTheMoney entities, one a line.

    Raises:
        OutputError: the package followthemoney is not installed.

    """
    made = _Entities(graph, _model()).all()
    return "".join(json.dumps(one.to_dict(), ensure_ascii=False, sort_keys=True) + "\n" for one in made)


def _model() -> Model:
    try:
        from followthemoney import model  # noqa: PLC0415 - an optional extra, which takes half a second to load
    except ImportError as error:
        msg = "the package followthemoney is not installed; install it: pip install 'kg[ftm]'"
        raise OutputError(msg) from error
    return model


class _Entities:
    """The entities of one graph."""

    def __init__(self, graph: Network, model: Model) -> None:
        self._graph = graph
        self._model = model
        self._say = Phrasing(graph, language_of(graph))
        self._schemata = {node.id: SCHEMATA[node.type] for node in entities(graph) if node.type in SCHEMATA}
        self._claims = list(claims(graph))
        self._claims_of: dict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims:
            for key in {claim.subject, claim.object, claim.of}:
                if key in self._schemata:
                    self._claims_of[str(key)].append(claim)

    def all(self) -> Iterator[EntityProxy]:
        """Yield articles, participants, events and links, each in the order of their keys."""
        yield from map(self._article, documents(self._graph))
        yield from (self._participant(node) for node in entities(self._graph) if node.id in self._schemata)
        yield from map(self._event, events(self._graph))
        for claim in self._claims:
            if link := self._link(claim):
                yield link

    def _article(self, node: DocumentNode) -> EntityProxy:
        found = self._made("Article", node.id)
        _add(found, "title", [node.title or node.name])
        _add(found, "fileName", [node.name])
        _add(found, "language", [node.language])
        _add(found, "sourceUrl", [_address(node.source)])
        _add_days(found, node.date, "publishedAt")
        return found

    def _participant(self, node: EntityNode) -> EntityProxy:
        found = self._made(self._schemata[node.id], node.id)
        about = self._claims_of[node.id]
        _add_name(found, node.label)
        _add(found, "weakAlias", [_unquoted(line(name)) for name in node.names if name != node.label])
        _add(found, "wikidataId", [match[1] for link in node.links if (match := _WIKIDATA.fullmatch(link))])
        _add(found, "notes", [self._note(claim) for claim in about if claim.status != "Asserted"])
        if node.type == "Person":
            _add(found, "position", [claim.value for claim in about if claim.relation == "rel:position"])
        if node.type == "Place":
            _add(found, "full", [node.label])
            _add(found, "latitude", [str(degrees) for degrees in (node.coordinates or ())[:1]])
            _add(found, "longitude", [str(degrees) for degrees in (node.coordinates or ())[1:]])
        self._prove(found, {claim.document for claim in about})
        return found

    def _event(self, node: EventNode) -> EntityProxy:
        found = self._made("Event", node.id)
        _add_name(found, self._say.node(node.id))
        _add(found, "keywords", [node.type, node.relation.removeprefix("rel:")])
        _add(found, "location", [self._say.node(place) for place in node.places])
        _add(found, "summary", [piece.sentence_text for piece in node.evidence])
        involved = {*node.actors, *node.targets}
        _add(found, "involved", [_id(key) for key in sorted(involved) if self._is_a(key, "LegalEntity")])
        _add_days(found, node.time)
        self._prove(found, {piece.document for piece in node.evidence})
        return found

    def _link(self, claim: Claim) -> EntityProxy | None:
        """Link two participants that a stated claim joins."""
        subject, relation, goal = ends(claim)
        goal = goal or claim.of
        joins = subject in self._schemata and goal in self._schemata and subject != goal
        if claim.status != "Asserted" or not joins:
            return None
        schema, first, second = LINKS.get(relation, ANY_LINK)
        sides = {first: str(subject), second: str(goal)}
        if not all(self._fits(schema, side, key) for side, key in sides.items()):
            (schema, first, second), sides = ANY_LINK, dict(zip(ANY_LINK[1:], sides.values(), strict=True))
        found = self._made(schema, claim.id)
        for side, key in sides.items():
            _add(found, side, [_id(key)])
        _add(found, "relationship" if schema == "Family" else "role", [claim.value or self._say.relation(claim)])
        _add(found, "summary", [piece.sentence_text for piece in claim.evidence])
        _add_days(found, claim.time)
        self._prove(found, {claim.document})
        return found

    def _note(self, claim: Claim) -> str:
        """Tell what is not stated, and according to whom."""
        sentences = " ".join(line(piece.sentence_text) for piece in claim.evidence)
        article = self._say.node(claim.document)
        return f"{self._say.statement([claim])} ({self._say.stance(claim)}). {sentences} ({article})"

    def _made(self, schema: str, key: str) -> EntityProxy:
        found = self._model.make_entity(schema)
        found.id = _id(key)
        return found

    def _prove(self, found: EntityProxy, articles: Iterable[str]) -> None:
        for key in sorted(articles):
            _add(found, "proof", [_id(key)])
            _add(found, "sourceUrl", [_address(self._graph.nodes[key]["value"].source)])

    def _fits(self, schema: str, side: str, key: str) -> bool:
        wanted = self._model[schema].properties[side].range
        return wanted is not None and self._is_a(key, wanted.name)

    def _is_a(self, key: str, schema: str) -> bool:
        return key in self._schemata and self._model[self._schemata[key]].is_a(schema)


def _id(key: str) -> str:
    """Write a key as an id of FollowTheMoney, which has letters, digits, dots and hyphens.

    >>> _id("ent:washington-1066f1f6")
    'ent-washington-1066f1f6'
    """
    made = key.replace(":", "-", 1)
    return made if re.fullmatch("[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?", made) else f"kg-{digest(key)}"


def _add(found: EntityProxy, name: str, values: Iterable[str | None]) -> None:
    """Add values, each as long as the property may be; the library leaves out what is none of its type."""
    longest = found.schema.properties[name].max_length
    for value in values:
        if value:
            found.add(name, line(value)[:longest])


def _add_name(found: EntityProxy, name: str) -> None:
    """Add the name that each entity must have: its id, where nothing is left of the words."""
    _add(found, "name", [_unquoted(line(name)) or found.id])


def _unquoted(text: str) -> str:
    """Take the quotation marks around a text away, which the library does once each time that it reads.

    >>> _unquoted("''Le Monde''")
    'Le Monde'
    """
    while len(text) > 1 and {text[0], text[-1]} <= {"'", '"'}:
        text = text[1:-1].strip()
    return text


def _add_days(found: EntityProxy, time: str | None, name: str = "date") -> None:
    """Add a time: a year, a month or a day as it is, any other by the days that it spans, if that is allowed.

    The library has no weeks and would read 2020-W37 as the year.
    """
    days = bounds(time or "")
    if days is None:
        return
    if days[0] == days[1]:
        _add(found, name, [days[0].isoformat()])
    elif _MONTH_OR_YEAR.fullmatch(time or ""):
        _add(found, name, [time])
    elif name == "date":
        _add(found, "startDate", [days[0].isoformat()])
        _add(found, "endDate", [days[1].isoformat()])


def _address(source: str | None) -> str | None:
    return source if source and source.startswith(("http://", "https://")) else None
