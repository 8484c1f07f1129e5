"""The graph -> RDF: a direct triple for what the articles state as fact, a claim node for all they say.

Takes the network; gives triples, in the same order on every machine. Knows the model of `ontology.ttl`; never
a text beyond the words that are evidence. No blank nodes: what stands in two files is the same node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg import graph as network
from kg.graph import UNDECIDED, Decisions, Network, Said, bounds
from kg.model import Claim, DocumentNode, EntityNode, EventNode, QuotationNode, RelationNode, Span
from kg.rdf import literals
from kg.rdf.times import time
from kg.rdf.vocabulary import (
    DC,
    DEFAULT_BASE,
    ENTITY_TYPES,
    KG,
    MODALITIES,
    NIF,
    POLARITIES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    STATUSES,
    VOID,
    XSD,
    checked_base,
    data_iri,
    event_type_iri,
    relation_iri,
)

Pair = tuple[NamedNode, NamedNode | Literal]
Pairs = Iterator[Pair]
Direct = Mapping[str, AbstractSet[Pair]]
Sections = dict[str, list[Triple]]

COUNTED = "This graph, all its triples counted"
ARTICLES = "Articles and their narrators"
ENTITIES = "Who and what, with all that the articles state as fact"
EVENTS = "Events that took place"
CLAIMS = "Claims: all that is said, by whom, and how it is meant"
WORDS = "Words: evidence, the sentences around it, quotations"
RELATIONS = "Relations"
SHARED = ("ent:", "ev:", "rel:")
"""How the keys of nodes begin that articles share."""


def to_sections(graph: Network, base: str = DEFAULT_BASE) -> Sections:
    """Give the triples of the graph by section; the first counts them all, so that a file cut off is noticed."""
    found = content(graph, base)
    return {COUNTED: size(sum(map(len, found.values())), base), **found}


def content(graph: Network, base: str = DEFAULT_BASE) -> Sections:
    """Give the triples of the graph by section, what a reader looks for first before what is looked up."""
    found = _Content(
        tuple(network.documents(graph)),
        tuple(network.entities(graph)),
        tuple(network.events(graph)),
        tuple(network.relations(graph)),
        tuple(network.claims(graph)),
        tuple(network.quotations(graph)),
    )
    return _Model(found, checked_base(base)).sections()


def described(nodes: Iterable[EntityNode | EventNode | RelationNode], base: str) -> set[Triple]:
    """Give what the graph says of nodes that articles share, but for direct triples."""
    model = _Model(_Content(), base)
    return {triple for node in nodes for triple in model.node(node)}


def of_article(said: Said, base: str) -> tuple[set[Triple], set[Triple]]:
    """Give what one article says: the triples that it alone can give, and direct triples, which others may give too."""
    model = _Model(_Content(documents=(said.document,), claims=said.claims, quotations=said.quotations), base)
    direct = {Triple(model.iri(key), *pair) for key, pairs in model.direct.items() for pair in pairs}
    return {triple for section in model.sections().values() for triple in section} - direct, direct


@dataclass(frozen=True, slots=True)
class Told:
    """The triples that articles alone can give, by section, and direct ones of nodes that articles share."""

    documents: list[Triple]
    narrators: list[Triple]
    claims: list[Triple]
    words: list[Triple]
    direct: Direct


def told_by(said: Sequence[Said], base: str) -> Told:
    """Give what articles say, in their order."""
    found = _Content(
        tuple(one.document for one in said),
        claims=tuple(claim for one in said for claim in one.claims),
        quotations=tuple(node for one in said for node in one.quotations),
    )
    model = _Model(found, base)
    shared = {key: pairs for key, pairs in model.direct.items() if key.startswith(SHARED)}
    return Told(model.documents(), model.narrators(), model.claims(), model.words(), shared)


def shared_by_articles(
    nodes: Sequence[EntityNode | EventNode | RelationNode], direct: Direct, base: str
) -> list[Triple]:
    """Describe nodes of one kind that articles share, each with its direct triples."""
    model = _Model(_Content(), base, direct)
    return model.about((node.id, model.pairs(node)) for node in nodes)


def size(count: int, base: str, decisions: Decisions = UNDECIDED) -> list[Triple]:
    """Tell whose graph it is and how many triples it has, with those that tell it."""
    whose = notes(base, decisions)
    return [*whose, Triple(NamedNode(base), VOID["triples"], literals.integer(count + len(whose) + 1))]


def notes(base: str, decisions: Decisions) -> list[Triple]:
    """Tell whose data stands under a base IRI, and what the user decided on who is who in it."""
    dataset = NamedNode(base)
    lines = [literals.text(line) for line in network.decision_lines(decisions)]
    return [
        Triple(dataset, RDF["type"], VOID["Dataset"]),
        Triple(dataset, VOID["vocabulary"], NamedNode(KG.namespace)),
        *(Triple(dataset, SKOS["editorialNote"], line) for line in lines),
    ]


@dataclass(frozen=True, slots=True)
class _Content:
    """What is written, each kind in the order in which it is."""

    documents: Sequence[DocumentNode] = ()
    entities: Sequence[EntityNode] = ()
    events: Sequence[EventNode] = ()
    relations: Sequence[RelationNode] = ()
    claims: Sequence[Claim] = ()
    quotations: Sequence[QuotationNode] = ()


class _Model:
    """The triples of one graph under one base; `direct` has what each subject has in direct triples."""

    def __init__(self, content: _Content, base: str, direct: Direct | None = None) -> None:
        self.content = content
        self.base = base
        self.languages = {document.id: document.language for document in content.documents}
        self.direct: Direct = self._direct() if direct is None else direct

    def sections(self) -> Sections:
        """Give all triples."""
        found = self.content
        return {
            ARTICLES: [*self.documents(), *self.narrators()],
            ENTITIES: self.about((node.id, self._entity(node)) for node in found.entities),
            EVENTS: self.about((node.id, self._event(node)) for node in found.events),
            CLAIMS: self.claims(),
            WORDS: self.words(),
            RELATIONS: self.about((node.id, self._relation(node)) for node in found.relations),
        }

    def documents(self) -> list[Triple]:
        """Describe the articles."""
        return self.about((node.id, self._document(node)) for node in self.content.documents)

    def narrators(self) -> list[Triple]:
        """Describe who tells what the articles do not say that somebody tells."""
        return list(self._narrators(self.content.documents))

    def claims(self) -> list[Triple]:
        """Describe the claims."""
        return self.about((claim.id, self._claim(claim)) for claim in self.content.claims)

    def words(self) -> list[Triple]:
        """Describe what is evidence or quoted."""
        return list(self._mentions())

    def node(self, node: EntityNode | EventNode | RelationNode) -> Iterator[Triple]:
        """Give what is said of a node, but for direct triples."""
        return (Triple(self.iri(node.id), predicate, value) for predicate, value in self.pairs(node))

    def pairs(self, node: EntityNode | EventNode | RelationNode) -> Pairs:
        """Give the predicates and objects of a node, but for direct triples."""
        match node:
            case EntityNode():
                return self._entity(node)
            case EventNode():
                return self._event(node)
            case RelationNode():
                return self._relation(node)

    def iri(self, key: str) -> NamedNode:
        """Name a node or claim."""
        return relation_iri(key, self.base) if key.startswith("rel:") else data_iri(key, self.base)

    def _direct(self) -> dict[str, set[Pair]]:
        """Give each subject its direct triples: those of asserted claims only."""
        found: dict[str, set[Pair]] = {}
        for claim in self.content.claims:
            if claim.status == "Asserted":
                found.setdefault(claim.subject, set()).add((self.iri(claim.relation), self._object(claim)))
        return found

    def about(self, nodes: Iterable[tuple[str, Pairs]]) -> list[Triple]:
        """Give each node what is said of it, direct triples last."""
        found = []
        for key, pairs in nodes:
            subject, stated = self.iri(key), sorted(self.direct.get(key, ()), key=str)
            found += [Triple(subject, predicate, value) for predicate, value in dict.fromkeys([*pairs, *stated])]
        return found

    def _document(self, node: DocumentNode) -> Pairs:
        yield RDF["type"], SCHEMA["NewsArticle"]
        yield RDF["type"], NIF["Context"]
        yield SCHEMA["identifier"], literals.text(node.name)
        if node.title is not None:
            yield SCHEMA["headline"], literals.text(node.title, node.language)
        yield SCHEMA["inLanguage"], literals.text(node.language)
        if node.date is not None:
            yield SCHEMA["datePublished"], time(node.date)
        if node.source is not None:
            yield DC["source"], _address(node.source)
        if node.reprint_of is not None:
            yield KG["reprintOf"], self.iri(node.reprint_of)
        yield SCHEMA["sha256"], literals.text(node.sha256)
        yield NIF["beginIndex"], literals.integer(0)
        yield NIF["endIndex"], literals.integer(node.length)

    def _narrators(self, documents: Iterable[DocumentNode]) -> Iterator[Triple]:
        for document in documents:
            narrator = self._narrator(document.id)
            yield Triple(narrator, RDF["type"], KG["Narrator"])
            yield Triple(narrator, KG["narratorOf"], self.iri(document.id))
            yield from (Triple(narrator, *pair) for pair in _searchable((document.name, document.title or "")))

    def _narrator(self, document: str) -> NamedNode:
        return data_iri(document.replace("doc:", "nar:", 1), self.base)

    def _entity(self, node: EntityNode) -> Pairs:
        yield RDF["type"], ENTITY_TYPES[node.type]
        yield RDFS["label"], literals.text(node.label)
        if node.is_named:
            yield SCHEMA["name"], literals.text(node.label)
        for name in node.names:
            if name != node.label:
                yield SKOS["altLabel"], literals.text(name)
        yield from _searchable((node.label, *node.names))
        for link in node.links:
            yield SKOS["exactMatch"], _address(link)
        if node.link_confidence is not None:
            yield KG["linkConfidence"], literals.decimal(node.link_confidence)
        for reason in node.reasons:
            yield SKOS["editorialNote"], literals.text(reason)
        if node.coordinates is not None:
            for name, degrees in zip(("latitude", "longitude"), node.coordinates, strict=True):
                yield SCHEMA[name], literals.decimal(degrees)

    def _relation(self, node: RelationNode) -> Pairs:
        yield RDF["type"], KG["Relation"]
        yield SCHEMA["identifier"], literals.text(node.id.removeprefix("rel:"))
        for language, label in node.labels:
            yield RDFS["label"], Literal(literals.clean(label), language=language)
        yield from _searchable((node.id.removeprefix("rel:"), *(label for _, label in node.labels)))
        if node.type is not None:
            yield KG["eventType"], event_type_iri(node.type)

    def _event(self, node: EventNode) -> Pairs:
        yield RDF["type"], SEM["Event"]
        yield SEM["eventType"], event_type_iri(node.type)
        yield KG["relation"], self.iri(node.relation)
        for role, keys in ((KG["actor"], node.actors), (KG["target"], node.targets), (SEM["hasPlace"], node.places)):
            for key in keys:
                yield role, self.iri(key)
        if node.time is not None:
            yield SEM["hasTimeStamp"], time(node.time)
            yield from _days(node.time, SEM["hasEarliestBeginTimeStamp"], SEM["hasLatestEndTimeStamp"])
        for evidence in node.evidence:
            yield KG["evidence"], self._mention(evidence.document, evidence.span)
        for reason in node.reasons:
            yield SKOS["editorialNote"], literals.text(reason)

    def _claim(self, claim: Claim) -> Pairs:
        yield RDF["type"], KG["Claim"]
        yield RDF["subject"], self.iri(claim.subject)
        yield RDF["predicate"], self.iri(claim.relation)
        yield RDF["object"], self._object(claim)
        yield KG["status"], STATUSES[claim.status]
        yield KG["polarity"], POLARITIES[claim.polarity]
        yield KG["modality"], MODALITIES[claim.modality]
        told_by = claim.attributed_to
        yield PROV["wasAttributedTo"], self._narrator(told_by) if told_by in self.languages else self.iri(told_by)
        if claim.within is not None:
            yield KG["within"], self.iri(claim.within)
        if claim.event is not None:
            yield KG["event"], self.iri(claim.event)
        yield from self._circumstances(claim)
        yield PROV["wasDerivedFrom"], self.iri(claim.document)
        for evidence in claim.evidence:
            yield KG["evidence"], self._mention(evidence.document, evidence.span)
        yield KG["confidence"], literals.decimal(claim.confidence)
        for rule in claim.rules:
            yield KG["rule"], literals.text(rule)

    def _circumstances(self, claim: Claim) -> Pairs:
        if claim.of is not None:
            yield KG["of"], self.iri(claim.of)
        for place in claim.places:
            yield KG["place"], self.iri(place)
        if claim.time is not None:
            yield KG["time"], time(claim.time)
            yield from _days(claim.time, KG["timeFrom"], KG["timeTo"])
        if claim.time_text is not None:
            yield KG["timeText"], literals.text(claim.time_text, self.languages[claim.document])

    def _object(self, claim: Claim) -> NamedNode | Literal:
        if claim.object is None:
            return literals.text(claim.value or "", self.languages[claim.document])
        return self.iri(claim.object)

    def _mention(self, document: str, span: Span) -> NamedNode:
        return data_iri(network.place_key(document, span), self.base)

    def _mentions(self) -> Iterator[Triple]:
        """Describe each span that is evidence, a sentence around it or a quotation, once, in the order of the texts."""
        pieces = {piece for claim in self.content.claims for piece in claim.evidence}
        pieces |= {piece for event in self.content.events for piece in event.evidence}
        words = {(piece.document, piece.sentence): piece.sentence_text for piece in pieces}
        sentences = set(words)
        words |= {(piece.document, piece.span): piece.text for piece in pieces}
        quoted = {(each.document, each.span): each for each in self.content.quotations}
        words |= {place: each.text for place, each in quoted.items()}
        around = {(piece.document, piece.span): piece.sentence for piece in pieces}
        for place in sorted(words):
            pairs = [
                *self._quotation(quoted.get(place)),
                *self._words(*place, words[place], around.get(place), is_sentence=place in sentences),
            ]
            yield from (Triple(self._mention(*place), *pair) for pair in pairs)

    def _quotation(self, node: QuotationNode | None) -> Pairs:
        if node is not None:
            yield RDF["type"], SCHEMA["Quotation"]
            yield SCHEMA["spokenByCharacter"], self.iri(node.speaker)

    def _words(self, document: str, span: Span, words: str, sentence: Span | None, *, is_sentence: bool) -> Pairs:
        if sentence:
            yield RDF["type"], NIF["Phrase"]
        if is_sentence:
            yield RDF["type"], NIF["Sentence"]
        yield NIF["anchorOf"], literals.text(words)
        yield NIF["beginIndex"], literals.integer(span.start)
        yield NIF["endIndex"], literals.integer(span.end)
        yield NIF["referenceContext"], self.iri(document)
        if sentence:
            yield NIF["sentence"], self._mention(document, sentence)


def _searchable(names: Iterable[str]) -> Pairs:
    """Give the forms in which names are searched for, each once."""
    for form in sorted({literals.searchable(name) for name in names} - {""}):
        yield KG["searchLabel"], literals.text(form)


def _days(value: str, first: NamedNode, last: NamedNode) -> Pairs:
    """Give the days that a time spans, by which times of all precisions compare."""
    if days := bounds(value):
        yield first, Literal(days[0].isoformat(), datatype=XSD["date"])
        yield last, Literal(days[1].isoformat(), datatype=XSD["date"])


def _address(words: str) -> NamedNode | Literal:
    """Name a page of the web by its address; anything else stays a text."""
    try:
        return NamedNode(words) if words.startswith(("http://", "https://")) else literals.text(words)
    except ValueError:
        return literals.text(words)
