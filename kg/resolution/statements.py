"""Entities, events and facts of an article from its findings, once it is known who is who.

Takes findings and the directory of heads; gives `Entity`, `Event` and `Fact` values with ids in the order of the text.
Knows that only what fills a slot is an entity, and that what nobody is named for is not the article's own word; never
how heads were tied to entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import (
    Event,
    EventFinding,
    Fact,
    FactFinding,
    Findings,
    Parse,
    Quotation,
    QuotationFinding,
    Span,
    Statements,
)
from kg.names import is_acronym, words
from kg.resolution.chains import Chain
from kg.resolution.confidence import confidence
from kg.resolution.directory import Directory, Participant, entity
from kg.resolution.events import SPEECH, Ties, Told, merge
from kg.resolution.frames import framed
from kg.resolution.headlines import attributed
from kg.resolution.references import Reference, is_bare

ACRONYM = "name/acronym"
NEAR = 2
"""How many sentences back a pronoun that speaks looks for who spoke last."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact with the chains of its subject, object and whole."""

    subject: Chain
    relation: str
    goal: Chain | None
    value: str | None
    of: Chain | None
    evidence: tuple[Span, ...]
    rules: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes two facts the same statement, but for the whole that a position is held in."""
        goal = self.goal.first if self.goal else None
        return (self.subject.first, self.relation, goal, words(self.value or ""))


def state(parse: Parse, findings: Findings, directory: Directory) -> Statements:
    """Write down all that is known of an article."""
    sentences = tuple(sentence.span for sentence in parse.sentences)
    told = attributed(merge_events(findings, directory, headlines=headlines(parse)))
    told = framed(told, findings.times, sentences)
    facts = known_facts(findings.facts, directory)
    spoken = _spoken(findings.quotations, directory)
    chains = _exported(told, facts, [speaker for _, speaker in spoken], directory)
    ids: dict[Participant, str] = {chain.first: f"e{i}" for i, chain in enumerate(chains, 1)}
    for i, one in enumerate(told, 1):
        ids |= {finding.trigger: f"v{i}" for finding in one.findings}
    return Statements(
        parse.article,
        sentences,
        tuple(entity(i, chain, directory) for i, chain in enumerate(chains, 1)),
        tuple(_event(f"v{i}", one, ids) for i, one in enumerate(told, 1)),
        findings.times,
        tuple(_fact(fact, ids) for fact in facts),
        tuple(Quotation(span, ids[speaker.first]) for span, speaker in spoken),
    )


# ---- events ----------------------------------------------------------------------------------------------------


def headlines(parse: Parse) -> int:
    """Count the sentences of the title, where the text begins with it: `Madrid : trois morts` may be two."""
    title = parse.article.title
    begin = parse.article.text.find(title) if title else -1
    if title is None or begin < 0 or not parse.sentences or begin > parse.sentences[0].span.start:
        return 0
    return sum(sentence.span.start < begin + len(title) for sentence in parse.sentences)


def merge_events(findings: Findings, directory: Directory, *, headlines: int) -> list[Told]:
    """Merge the mentions of each event; the outcome stands in the order of the text.

    `headlines` is how many sentences the title has, 0 where the text has none.
    """
    reader = directory.reader
    nouns = {event.trigger: directory.chains(event.trigger) for event in findings.events if event.nominal}
    told = [_told(event, directory, in_headline=event.sentence < headlines) for event in findings.events]
    known = {value for one in told for value in (*one.actors, *one.targets, *one.places)}
    types = {event.type for event in findings.events}
    ties = Ties(
        {trigger: chains[0].first for trigger, chains in nouns.items() if chains},
        {reference.mention.head: reference.complements for reference in reader.references},
        {value: _words(value, directory) for value in known},
        frozenset(mention.head for mention in findings.mentions if mention.definite),
        frozenset(reference.mention.head for reference in reader.references if is_bare(reference)),
        {lemma: noun for lemma, noun in reader.tables.hypernyms.items() if types & set(noun.refers_to)},
        headlines,
    )
    merged = merge(told, ties)
    return sorted(merged, key=lambda one: one.first.trigger)


def _words(value: Participant, directory: Directory) -> frozenset[str]:
    """Give the words by which a participant is known."""
    reference = directory.reader.references[value] if isinstance(value, int) else directory.reader.at(value)
    members = directory.reader.chain(reference).members if reference else []
    return frozenset(word for m in members for word in (m.head, *m.modifiers))


def _told(event: EventFinding, directory: Directory, *, in_headline: bool) -> Told:
    sources = tuple(dict.fromkeys(chain.first for head in event.sources for chain in directory.chains(head)))
    if event.sources and not sources and event.modality == "actual" and event.scope is None:
        event = replace(event, modality="possible", rules=(*event.rules, "stance/unknown-source"))
    return Told(
        (event,),
        directory.participants(event.actors),
        directory.participants(event.targets),
        directory.participants(event.places),
        sources,
        event.rules + directory.rules((*event.actors, *event.targets, *event.places)),
        frozenset({event.trigger}) if in_headline else frozenset(),
    )


def _event(key: str, told: Told, ids: dict[Participant, str]) -> Event:
    telling = told.telling
    actors, targets, places = (_ids(values, ids, key) for values in (told.actors, told.targets, told.places))
    sources = _ids(told.sources, ids, key)
    within = ids.get(telling.scope) if telling.scope else None
    rules = tuple(dict.fromkeys(told.rules))
    return Event(
        id=key,
        relation=telling.relation,
        labels=telling.labels,
        type=telling.type,
        triggers=tuple(sorted({trigger for finding in told.findings for trigger in finding.triggers})),
        actors=actors,
        targets=tuple(target for target in targets if target not in actors),
        places=tuple(place for place in places if place not in targets),
        time=told.time,
        polarity=telling.polarity,
        modality=telling.modality,
        sources=sources,
        evidence=tuple(sorted({finding.evidence for finding in told.findings})),
        confidence=confidence(rules, len(sources)),
        rules=rules,
        within=within if within != key else None,
    )


def _ids(values: Iterable[Participant], ids: dict[Participant, str], own: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids[value] for value in values if value in ids and ids[value] != own))


# ---- facts -----------------------------------------------------------------------------------------------------


def known_facts(facts: Sequence[FactFinding], directory: Directory) -> list[KnownFact]:
    """Resolve and join facts, in the order of the text; a fact that ties a thing to itself is dropped."""
    resolved = [fact for finding in facts for fact in _resolved(finding, directory)]
    joined: dict[tuple[object, ...], list[KnownFact]] = {}
    for fact in sorted([*resolved, *_acronyms(directory)], key=lambda fact: fact.evidence):
        same = joined.setdefault(fact.key, [])
        index = next((i for i, known in enumerate(same) if _one_whole(known, fact)), None)
        if index is None:
            same.append(fact)
        else:
            same[index] = _joined(same[index], fact)
    return [fact for same in joined.values() for fact in same]


def _acronyms(directory: Directory) -> Iterable[KnownFact]:
    """Yield the acronyms that were joined to their expansions as other names of them."""
    for chain in directory.reader.unique(directory.reader.named):
        label = entity(0, chain, directory).label
        for member in chain.members:
            if ACRONYM in chain.rules.values() and member.name and is_acronym(member.name) and member.name != label:
                yield KnownFact(chain, "alias", None, member.name, None, (member.mention.span,), (ACRONYM,))


def _resolved(finding: FactFinding, directory: Directory) -> Iterable[KnownFact]:
    goals = directory.chains(finding.object)
    wholes = directory.chains(finding.of)
    rules = (*finding.rules, *directory.rules((finding.subject, finding.object, finding.of)))
    for subject in directory.chains(finding.subject):
        of = wholes[0] if wholes and wholes[0] is not subject else None
        if finding.relation == "alias":
            value = _other_name(finding, subject, directory) if not goals or subject in goals else None
            if value:
                yield KnownFact(subject, "alias", None, value, None, (finding.evidence,), rules)
        elif finding.object is None:
            if finding.value:
                yield KnownFact(subject, finding.relation, None, finding.value, of, (finding.evidence,), rules)
        else:
            for goal in goals:
                if goal is not subject:
                    yield KnownFact(subject, finding.relation, goal, None, of, (finding.evidence,), rules)


def _other_name(finding: FactFinding, subject: Chain, directory: Directory) -> str | None:
    """Give the name of an alias that is not the label of its bearer."""
    label = entity(0, subject, directory).label
    references = [directory.reader.at(head) for head in (finding.object, finding.subject)]
    names = [finding.value, *(reference.name for reference in references if reference)]
    return next((name for name in names if name and name != label), None)


def _one_whole(one: KnownFact, other: KnownFact) -> bool:
    return one.of is None or other.of is None or one.of is other.of


def _joined(one: KnownFact, other: KnownFact) -> KnownFact:
    evidence = tuple(sorted({*one.evidence, *other.evidence}))
    return replace(one, of=one.of or other.of, evidence=evidence, rules=tuple(dict.fromkeys(one.rules + other.rules)))


def _fact(fact: KnownFact, ids: dict[Participant, str]) -> Fact:
    return Fact(
        ids[fact.subject.first],
        fact.relation,
        ids[fact.goal.first] if fact.goal else None,
        fact.value,
        ids[fact.of.first] if fact.of else None,
        fact.evidence,
        confidence(fact.rules),
        fact.rules,
    )


# ---- entities --------------------------------------------------------------------------------------------------


def _spoken(quotations: Sequence[QuotationFinding], directory: Directory) -> list[tuple[Span, Chain]]:
    """Tell who utters each quotation; a pronoun goes on with who spoke before, if it fits."""
    found: list[tuple[Span, Chain]] = []
    for quotation in quotations:
        chains = directory.chains(quotation.speaker)
        reference = directory.reader.at(quotation.speaker)
        is_pronoun = reference is not None and reference.is_pronoun
        before = _last_speaker(reference, found, directory) if reference is not None and is_pronoun else None
        speaker = before or next(iter(chains), None) or (found[-1][1] if found else None)
        if speaker is not None:
            found.append((quotation.span, speaker))
    return found


def _last_speaker(pronoun: Reference, quoted: Sequence[tuple[Span, Chain]], directory: Directory) -> Chain | None:
    """Give the person who spoke or was quoted last before a pronoun, in the sentences just before, where it fits."""
    at = pronoun.mention.span.start
    spoken = [
        (event.trigger.start, chain)
        for event in directory.reader.events
        if event.type == SPEECH and event.trigger.start < at and 0 <= pronoun.mention.sentence - event.sentence <= NEAR
        for chain in directory.chains(event.actors[0] if event.actors else None)
    ]
    if spoken:
        spoken += [(span.end, chain) for span, chain in quoted if spoken[0][0] < span.end < at]
    fitting = [(place, chain) for place, chain in spoken if chain.type == "Person" and _agrees(pronoun, chain)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _agrees(pronoun: Reference, chain: Chain) -> bool:
    pairs = ((pronoun.gender, chain.gender), (pronoun.number, chain.number))
    return all(one is None or other is None or one == other for one, other in pairs)


def _exported(
    told: Sequence[Told], facts: Sequence[KnownFact], speakers: Sequence[Chain], directory: Directory
) -> list[Chain]:
    """Give the chains that fill a slot of an event or fact or are quoted, in the order of the text."""
    slots = [value for one in told for value in (*one.actors, *one.targets, *one.places, *one.sources)]
    numbers = {value for value in slots if isinstance(value, int)}
    numbers |= {speaker.first for speaker in speakers}
    numbers |= {chain.first for fact in facts for chain in (fact.subject, fact.goal, fact.of) if chain}
    return [directory.reader.chains.of(number) for number in sorted(numbers)]
