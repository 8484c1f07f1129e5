"""Pronouns and possessives: the chain that each stands for, or none when nothing is plain.

Takes references, their chains and the events; gives antecedents per pronoun. Salience after Lappin & Leass (1994), with
agreement in gender, number and animacy; knows that the participants of one event are distinct, and who speaks inside a
quotation; never a syntax tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import EntityType, EventFinding, Span
from kg.resolution.chains import Chain
from kg.resolution.names import words
from kg.resolution.references import ANIMATE, Reference, inside
from kg.resolution.sieves import Reader

WINDOW = 3
"""How many sentences back an antecedent may stand."""
SUBJECT, OBJECT, OTHER, NESTED, PARALLEL = 80.0, 50.0, 40.0, 20.0, 35.0
LONGEST_IMPERSONAL = 40
RECENCY = 100.0
DECAY = 0.5
ANIMACY: dict[EntityType, float] = {
    "Person": 1.5, "Group": 1.3, "Organization": 1.1, "Place": 0.7, "Other": 0.85, "Event": 0.75,
}  # fmt: skip
UNSURE_GENDER = 0.8
TIE = 0.95
"""A runner-up with this share of the best salience makes the case a tie, and ties are left open."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The chains that a pronoun stands for (several for `ils` after two subjects), with the rule that found them."""

    chains: tuple[Chain, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the choice of antecedents looks at: who shares an event, who speaks, which mentions are objects."""

    reader: Reader
    events: Sequence[EventFinding]
    partners: dict[Span, frozenset[Span]]
    speakers: frozenset[Span]
    objects: frozenset[Span]
    participants: frozenset[Span]
    nested: frozenset[int]


def resolve(reader: Reader, events: Sequence[EventFinding]) -> dict[int, Antecedent]:
    """Find the antecedent of each pronoun, by its index; those that stay open are left out."""
    setting = _setting(reader, events)
    pronouns = [r for r in reader.references if r.pronoun and not _impersonal(r, reader)]
    found: dict[int, Antecedent] = {}
    third = [reference for reference in pronouns if reference.pronoun and reference.pronoun.person == "3"]
    for quoted in (False, True):
        for reference in third:
            if (reference.mention.speaker is not None) is quoted:
                antecedent = _third(reference, setting, found)
                if antecedent:
                    found[reference.index] = antecedent
    for reference in pronouns:
        if reference.pronoun and reference.pronoun.person == "1":
            antecedent = _first(reference, reader, found)
            if antecedent:
                found[reference.index] = antecedent
    return found


def _impersonal(reference: Reference, reader: Reader) -> bool:
    """Tell whether an *il* stands for nobody: `il faut`, `il y a`."""
    if reference.pronoun is None or reference.pronoun.form != "il":
        return False
    start = reference.mention.head.start
    following = words(reader.article.text[start : start + LONGEST_IMPERSONAL])
    return any(following[: len(phrase)] == phrase for phrase in reader.tables.impersonal)


def _setting(reader: Reader, events: Sequence[EventFinding]) -> Setting:
    partners: dict[Span, set[Span]] = {}
    for event in events:
        heads = {*event.actors, *event.targets}
        for head in heads:
            partners.setdefault(head, set()).update(heads - {head})
    tellers = {event.scope for event in events}
    speakers = {head for event in events if event.trigger in tellers for head in event.actors}
    spans = [(reference.mention.span, reference.mention.head) for reference in reader.references]
    nested = {
        reference.index
        for reference in reader.references
        if any(inside(reference.mention.head, span) and head < reference.mention.head for span, head in spans)
    }
    objects = frozenset(head for event in events for head in event.targets)
    participants = frozenset(head for e in events for head in (*e.actors, *e.targets, *e.places, *e.sources))
    frozen = {head: frozenset(others) for head, others in partners.items()}
    return Setting(reader, events, frozen, frozenset(speakers), objects, participants, frozenset(nested))


def _first(reference: Reference, reader: Reader, found: dict[int, Antecedent]) -> Antecedent | None:
    """Read *je* as the speaker, *nous* as the organisation that the speaker speaks for, or the speaker."""
    speaker = reference.mention.speaker
    if speaker not in reader.by_head:
        return None
    index = reader.by_head[speaker]
    if index in found:
        return Antecedent(found[index].chains, "pronoun/speaker")
    chain = reader.chains.of(index)
    if chain.members[0].is_pronoun:
        return None
    if reference.number == "Plur" and chain.type == "Person":
        own = reader.references[index].mention.span
        within = [r for r in reader.references if r.mention.type == "Organization" and inside(r.mention.span, own)]
        if within:
            return Antecedent((reader.chains.of(within[0].index),), "pronoun/speaker-organisation")
    return Antecedent((chain,), "pronoun/speaker")


def _third(reference: Reference, setting: Setting, found: dict[int, Antecedent]) -> Antecedent | None:
    assert reference.pronoun
    candidates = list(_candidates(reference, setting, found))
    kind = reference.pronoun.kind
    rule = f"pronoun/{kind}"
    if kind in {"near", "reflexive"}:
        if kind == "reflexive":
            candidates = [c for c in candidates if c.latest.mention.is_subject]
        if not candidates:
            return None
        return Antecedent(max(candidates, key=lambda c: c.latest.index).chains, rule)
    ranked = sorted(candidates, key=lambda c: (-c.salience, -c.latest.index))
    if not ranked or (len(ranked) > 1 and ranked[1].salience > TIE * ranked[0].salience):
        return None
    return Antecedent(ranked[0].chains, rule)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Chains that a pronoun may stand for, their latest mention before it, and how much they are in focus."""

    chains: tuple[Chain, ...]
    latest: Reference
    salience: float


def _candidates(reference: Reference, setting: Setting, found: dict[int, Antecedent]) -> Iterator[Candidate]:
    earlier: dict[int, list[Reference]] = {}
    chains: dict[int, Chain] = {}
    for index in range(reference.index - 1, -1, -1):
        other = setting.reader.references[index]
        if reference.mention.sentence - other.mention.sentence > WINDOW:
            break
        if other.mention.kind == "adjective" or not _in_focus(other, setting):
            continue
        for chain in found[index].chains if index in found else (setting.reader.chains.of(index),):
            earlier.setdefault(id(chain), []).append(other)
            chains[id(chain)] = chain
    ahead = _ahead(reference, setting)
    if ahead is not None:
        chain = setting.reader.chains.of(ahead.index)
        earlier.setdefault(id(chain), []).append(ahead)
        chains[id(chain)] = chain
    for identity, mentions in earlier.items():
        chain = chains[identity]
        if _may_mean(reference, chain, setting, found):
            yield Candidate((chain,), mentions[0], _salience(reference, chain, mentions, setting))
    if reference.number == "Plur":
        yield from _joint(reference, setting, found)


def _in_focus(reference: Reference, setting: Setting) -> bool:
    """Tell whether a mention can be taken up: not a mere noun that fills no slot, such as a date."""
    return (
        reference.is_pronoun
        or bool(reference.name)
        or reference.mention.is_subject
        or reference.mention.type in ANIMATE
        or reference.mention.head in setting.participants
    )


def _ahead(reference: Reference, setting: Setting) -> Reference | None:
    """Give the subject that follows a pronoun in a fronted clause or phrase: `Lors de sa visite, Trump a promis`."""
    for other in setting.reader.references:
        if other.mention.sentence != reference.mention.sentence or not other.mention.is_subject or other.is_pronoun:
            continue
        between = setting.reader.article.text[reference.mention.head.end : other.mention.span.start]
        return other if other.index > reference.index and "," in between else None
    return None


def _joint(reference: Reference, setting: Setting, found: dict[int, Antecedent]) -> Iterator[Candidate]:
    """Yield the participants that fill one role of an event together: `la France et l'Allemagne`, then `elles`."""
    reader = setting.reader
    for event in setting.events:
        near = 0 <= reference.mention.sentence - event.sentence <= WINDOW
        for heads in (event.actors, event.targets):
            members = [reader.references[reader.by_head[head]] for head in heads if head in reader.by_head]
            if len(members) < 2 or not near or max(m.index for m in members) >= reference.index:
                continue
            chains = tuple(reader.chains.of(member.index) for member in members)
            genders = {chain.gender for chain in chains}
            if any(chain.members[0].is_pronoun or chain.number == "Plur" for chain in chains):
                continue
            if reference.gender == "Fem" and genders != {"Fem"}:
                continue
            if reference.gender == "Masc" and genders == {"Fem"}:
                continue
            if len({chain.type for chain in chains}) > 1 or _shares_event(reference, chains, setting, found):
                continue
            yield Candidate(chains, members[-1], _salience(reference, chains[0], members, setting))


def _may_mean(reference: Reference, chain: Chain, setting: Setting, found: dict[int, Antecedent]) -> bool:
    if chain.members[0].is_pronoun or chain.type == "Amount":
        return False
    if reference.gender and chain.gender and reference.gender != chain.gender:
        return False
    if reference.number and _number(chain) and reference.number != _number(chain):
        return False
    speaks = reference.mention.head in setting.speakers
    if speaks and chain.type not in ANIMATE and not chain.country:
        return False
    speaker = reference.mention.speaker
    if speaker in setting.reader.by_head:
        index = setting.reader.by_head[speaker]
        said_by = found[index].chains if index in found else (setting.reader.chains.of(index),)
        if any(one is chain for one in said_by):
            return False
    if any(inside(reference.mention.span, m.mention.span) and m.position > reference.position for m in chain.members):
        return False
    return not _shares_event(reference, (chain,), setting, found)


def _number(chain: Chain) -> str | None:
    return "Sing" if chain.type == "Person" else chain.number


def _shares_event(
    reference: Reference, chains: tuple[Chain, ...], setting: Setting, found: dict[int, Antecedent]
) -> bool:
    if reference.pronoun and reference.pronoun.kind == "reflexive":
        return False
    for head in setting.partners.get(reference.mention.head, frozenset()):
        index = setting.reader.by_head.get(head)
        if index is None:
            continue
        others = found[index].chains if index in found else (setting.reader.chains.of(index),)
        if any(one is other for one in others for other in chains):
            return True
    return False


def _salience(reference: Reference, chain: Chain, mentions: Sequence[Reference], setting: Setting) -> float:
    best: dict[int, float] = {}
    for mention in mentions:
        sentence = mention.mention.sentence
        best[sentence] = max(best.get(sentence, 0.0), _weight(mention, setting))
    back = reference.mention.sentence
    total = sum((weight + RECENCY) * DECAY ** (back - sentence) for sentence, weight in best.items())
    if reference.mention.is_subject and mentions[0].mention.is_subject:
        total += PARALLEL
    total *= ANIMACY.get(chain.type, 1.0)
    if reference.gender and not chain.gender:
        total *= UNSURE_GENDER
    return total


def _weight(mention: Reference, setting: Setting) -> float:
    if mention.mention.is_subject:
        return SUBJECT
    if mention.index in setting.nested:
        return NESTED
    return OBJECT if mention.mention.head in setting.objects else OTHER
