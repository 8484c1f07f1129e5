"""Two graphs -> what the newer one gained, lost and changed against the older one.

Takes two networks; gives changes of articles, statements (claims), quotations, entities, events and relations, in a
fixed order. Knows that an entity or event under another key changes no statement about it; never words for readers. The
differences of (new, old) are those of (old, new) turned round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Final, Generic, Literal, TypeVar, get_args

from kg.graph.correspondence import Correspondence
from kg.graph.multigraph import Network, relations
from kg.graph.pairing import Pair, ends
from kg.model import Claim, DocumentNode, EntityNode, EventNode, QuotationNode, RelationNode, Span

Kind = Literal["gained", "lost", "changed", "rekeyed", "joined", "split", "regrouped"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Value = TypeVar("Value", DocumentNode, Claim, QuotationNode, EntityNode, EventNode, RelationNode)
Side = tuple[Value, ...]
Differing = Callable[[Value, Value], Iterable[str]]
"""Which attributes of an old and a new value of one thing differ, by name."""
IN_DOCUMENTS: Final = ("name", "title", "date", "source", "language", "sha256", "reprint_of")
IN_ENTITIES: Final = ("label", "type", "names", "links", "link_confidence", "coordinates", "reasons")
IN_CLAIMS: Final = (
    "subject", "object", "value", "of", "status", "polarity", "modality", "attributed_to", "time", "time_text",
    "places", "confidence", "rules", "words", "sentences", "within",
)  # fmt: skip
IN_RELATIONS: Final = ("labels", "type")


@dataclass(frozen=True, slots=True)
class Change(Generic[Value]):
    """What became of one thing: its values in the older graph and in the newer, by key.

    `fields` name the attributes in which one old and one new value differ; those of a claim are `IN_CLAIMS`, with
    `subject` and `object` as `kg.graph.pairing.ends` reads them, `words` and `sentences` those of its evidence.
    `articles` are the names of the articles that it is about; one that bears another name now is there under both.
    """

    old: Side[Value]
    new: Side[Value]
    articles: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Tell what happened; what is `rekeyed` differs in nothing but its key, which its article's text decides."""
        match len(self.old), len(self.new):
            case 0, _:
                return "gained"
            case _, 0:
                return "lost"
            case 1, 1:
                return "changed" if self.fields else "rekeyed"
            case _, 1:
                return "joined"
            case 1, _:
                return "split"
            case _:
                return "regrouped"


@dataclass(frozen=True, slots=True)
class Differences:
    """All changes between two graphs; it is true if there are any.

    Events are here only where several tellings became one or came apart, relations only where their labels or type
    changed: statements tell all else of both.
    """

    articles: tuple[Change[DocumentNode], ...] = ()
    statements: tuple[Change[Claim], ...] = ()
    quotations: tuple[Change[QuotationNode], ...] = ()
    entities: tuple[Change[EntityNode], ...] = ()
    events: tuple[Change[EventNode], ...] = ()
    relations: tuple[Change[RelationNode], ...] = ()

    def __bool__(self) -> bool:
        return any(self.parts().values())

    def parts(self) -> dict[str, tuple[Change[Any], ...]]:
        """Give the changes by what they are of: `articles`, `statements` and so on."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def counts(self) -> dict[str, dict[Kind, int]]:
        """Count the changes by what they are of and by their kind; what there is none of is left out."""
        found = {part: Counter(change.kind for change in changes) for part, changes in self.parts().items()}
        return {part: {kind: kinds[kind] for kind in KINDS if kinds[kind]} for part, kinds in found.items()}

    def about(self, articles: Iterable[str]) -> Differences:
        """Keep what changed in articles of these names, and of what they speak of."""
        wanted = frozenset(articles)
        return Differences(
            **{
                field.name: tuple(one for one in getattr(self, field.name) if not wanted.isdisjoint(one.articles))
                for field in fields(self)
            }
        )

    def asserted(self) -> Differences:
        """Leave out the statements that neither graph states as fact."""
        stated = (
            change
            for change in self.statements
            if any(claim.status == "Asserted" for claim in (*change.old, *change.new))
        )
        return replace(self, statements=tuple(stated))


def compare(old: Network, new: Network) -> Differences:
    """Tell what the newer graph gained, lost and changed.

    >>> from kg.graph.multigraph import network
    >>> nobody, somebody = network([], []), network([EntityNode("ent:x", "x", "Person")], [])
    >>> [change.kind for change in compare(nobody, somebody).entities]
    ['gained']
    """
    found = Correspondence(old, new)
    known = {node.id: node for node in relations(new)}
    again = [((node,), (known[node.id],)) for node in relations(old) if node.id in known]
    return Differences(
        articles=_changes(found, map(_sides, found.documents), partial(_in_documents, found)),
        statements=_changes(found, map(_sides, found.claims), partial(_in_claims, found)),
        quotations=_changes(found, map(_sides, found.quotations), partial(_in_quotations, found)),
        entities=_changes(found, found.entities, partial(_attributes, IN_ENTITIES)),
        events=_changes(found, filter(_are_several, found.events), partial(_attributes, ())),
        relations=_changes(found, again, partial(_attributes, IN_RELATIONS)),
    )


def _changes(
    found: Correspondence, groups: Iterable[tuple[Side[Value], Side[Value]]], differing: Differing[Value]
) -> tuple[Change[Value], ...]:
    """Give a change for each group but those of one value that stays as it is."""
    changes = []
    for old, new in groups:
        is_one = len(old) == len(new) == 1
        names = tuple(differing(old[0], new[0])) if is_one else ()
        if names or not is_one or old[0].id != new[0].id:
            changes.append(Change(old, new, found.articles(old, new), names))
    return tuple(sorted(changes, key=_order))


def _order(change: Change[Value]) -> tuple[object, ...]:
    """Order what articles say by article and place in the text, all else by key."""
    value: object = (*change.new, *change.old)[0]
    keys = [node.id for node in (*change.new, *change.old)]
    match value:
        case Claim(evidence=(first, *_)):
            return change.articles, first.span, keys
        case QuotationNode(span=span):
            return change.articles, span, keys
        case DocumentNode() | Claim():
            return change.articles, Span(0, 0), keys
        case _:
            return (), Span(0, 0), keys


def _sides(pair: Pair[Value]) -> tuple[Side[Value], Side[Value]]:
    old, new = pair
    return () if old is None else (old,), () if new is None else (new,)


def _are_several(group: tuple[Side[EventNode], Side[EventNode]]) -> bool:
    return max(map(len, group)) > 1


# ---- what differs ----------------------------------------------------------------------------------------------


def _attributes(names: Iterable[str], old: Value, new: Value, **same: bool) -> Iterator[str]:
    """Yield the names of attributes that differ; `same` tells it of those that are not simply compared."""
    return (name for name in names if not (same[name] if name in same else getattr(old, name) == getattr(new, name)))


def _in_documents(found: Correspondence, old: DocumentNode, new: DocumentNode) -> Iterator[str]:
    return _attributes(IN_DOCUMENTS, old, new, reprint_of=found.same(old.reprint_of, new.reprint_of))


def _in_claims(found: Correspondence, old: Claim, new: Claim) -> Iterator[str]:
    before, after = ends(old), ends(new)
    return _attributes(
        IN_CLAIMS,
        old,
        new,
        subject=found.same(before.subject, after.subject),
        object=found.same(before.object, after.object),
        of=found.same(old.of, new.of),
        attributed_to=found.same(old.attributed_to, new.attributed_to),
        places=found.all_same(old.places, new.places),
        words=[piece.text for piece in old.evidence] == [piece.text for piece in new.evidence],
        sentences=[piece.sentence_text for piece in old.evidence] == [piece.sentence_text for piece in new.evidence],
        within=found.one_telling(old.within, new.within),
    )


def _in_quotations(found: Correspondence, old: QuotationNode, new: QuotationNode) -> Iterator[str]:
    if old.text != new.text:
        yield "text"
    if not found.same(old.speaker, new.speaker):
        yield "speaker"
