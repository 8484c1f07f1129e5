"""One event per real event: mentions of the same happening become one, with all that they say of it.

Takes event findings whose participants are known, in groups that grow; gives the groups. Two mentions are merged when
they tell the same relation, contradict each other in nothing, and something ties them: coreference of their nouns, a
definite noun after a verb of its stem, the title, or the same participants. Never knows names or pronouns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import EventFinding, Modality, Span, TimeExpression
from kg.resolution.directory import Participant
from kg.resolution.lexicon import GeneralNoun, fold

ROLES = ("actors", "targets", "places")
VAGUE_TIMES = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
SPEECH = "STATE"
"""The event type of statements: saying the same thing twice is two events."""
STEM = 3
"""Letters that a noun and a verb of one relation share: `attaque`, `attaquer`; `retrait`, `retirer`."""
LEAD = 3
"""How many sentences after the title tell its event again."""
GENERAL_WINDOW = 2
"""How many sentences back `cet événement` may look."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties mentions of an event: the chains of event nouns, definite and bare triggers, general nouns, a title.

    `complements` are the words behind an event noun, `words` those by which a participant is known. The title has
    `headlines` sentences, none where the text has no title.
    """

    chains: Mapping[Span, int]
    complements: Mapping[Span, frozenset[str]]
    words: Mapping[Participant, frozenset[str]]
    definite: frozenset[Span]
    bare: frozenset[Span]
    general: Mapping[str, GeneralNoun]
    headlines: int


@dataclass(frozen=True, slots=True)
class Told:
    """One or more findings of the same event, with participants by chain; `findings` in the order of the text.

    `headline` holds the triggers that stand in the title.
    """

    findings: tuple[EventFinding, ...]
    actors: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    places: tuple[Participant, ...]
    sources: tuple[int, ...]
    rules: tuple[str, ...]
    headline: frozenset[Span] = frozenset()

    @property
    def first(self) -> EventFinding:
        """Return the finding that stands first in the text."""
        return self.findings[0]

    @property
    def telling(self) -> EventFinding:
        """Return the finding whose stance and relation stand for the event: the most committed verb, else noun.

        A headline leaves out who says so, and stands only where nothing below tells the same.
        """
        below = [finding for finding in self.findings if finding.trigger not in self.headline]
        return max(below or self.findings, key=lambda f: (not f.nominal, _commitment(f), -f.trigger.start))

    @property
    def time(self) -> TimeExpression | None:
        """Return the most precise time that is told."""
        times = [finding.time for finding in self.findings if finding.time]
        exact = [time for time in times if time.value not in VAGUE_TIMES] or times
        return max(exact, key=lambda time: (len(time.value), -time.span.start)) if exact else None


def _commitment(finding: EventFinding) -> int:
    """Rank how much the article commits itself: asserted, reported, planned, possible."""
    modalities: dict[Modality, int] = {"actual": 4, "future": 2, "possible": 0}
    return modalities[finding.modality] + (not finding.sources)


def merge(told: Sequence[Told], ties: Ties) -> list[Told]:
    """Merge the mentions of each event, in the order of the text."""
    merged: list[Told] = []
    by_relation: dict[str, list[int]] = {}
    for mention in told:
        noun = ties.general.get(mention.first.lemma)
        if noun and _takes_up(mention.first, noun, ties):
            found, rule = _last_told(merged, mention, noun), "event/general-noun"
        else:
            alike = reversed(by_relation.get(mention.first.relation, []))
            found, rule = next((at for at in alike if _same(merged[at], mention, ties)), None), "event/same"
        if found is None:
            by_relation.setdefault(mention.first.relation, []).append(len(merged))
            merged.append(mention)
        else:
            merged[found] = join(merged[found], mention, rule)
    return merged


def join(one: Told, other: Told, rule: str) -> Told:
    """Unite two mentions of an event; what both name is kept once, in the order of the text."""
    united = replace(
        one,
        findings=one.findings + other.findings,
        rules=_once_rules((*one.rules, *other.rules, rule)),
        headline=one.headline | other.headline,
    )
    return replace(
        united,
        actors=_once(one.actors + other.actors),
        targets=_once(one.targets + other.targets),
        places=_once(one.places + other.places),
        sources=(one if united.telling in one.findings else other).sources,
    )


def _once_rules(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules))


def _once(values: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(dict.fromkeys(values))


def _takes_up(finding: EventFinding, noun: GeneralNoun, ties: Ties) -> bool:
    if finding.trigger not in ties.bare:
        return False
    return finding.demonstrative or (not noun.demonstrative_only and finding.trigger in ties.definite)


def _last_told(merged: Sequence[Told], mention: Told, noun: GeneralNoun) -> int | None:
    """Give the event that `cet accident` takes up: of the nearest sentence with a fitting one, the most fully told."""

    def fitness(at: int) -> tuple[int, int, int]:
        first = merged[at].first
        return -noun.rank(first.type), _fullness(merged[at]), -first.trigger.start

    for back in range(1, GENERAL_WINDOW + 1):
        sentence = mention.first.sentence - back
        near = [i for i, one in enumerate(merged) if one.first.type in noun.refers_to and _told_in(one, sentence)]
        if near:
            return max(near, key=fitness)
    return None


def _told_in(told: Told, sentence: int) -> bool:
    return any(finding.sentence == sentence for finding in told.findings)


def _fullness(told: Told) -> int:
    """Count the roles that entities fill, and the time."""
    filled = [any(isinstance(value, int) for value in getattr(told, role)) for role in ROLES]
    return sum(filled) + (told.time is not None)


def _same(one: Told, other: Told, ties: Ties) -> bool:
    """Tell whether a later mention tells an earlier event again."""
    new = other.first
    if new.type == SPEECH or not _agree(one, other):
        return False
    if any(_tied(finding, new, ties) for finding in one.findings) and _covers(one, new, ties):
        return True
    repeats = any(finding.lemma == new.lemma for finding in one.findings)
    from_title = all(finding.sentence < ties.headlines for finding in one.findings) and new.sentence >= ties.headlines
    is_near = new.sentence - one.findings[-1].sentence <= (LEAD if from_title else 1)
    return (repeats or from_title) and _shared(one, other, half=is_near or new.nominal)


def _tied(old: EventFinding, new: EventFinding, ties: Ties) -> bool:
    """Tell whether a noun takes up an earlier noun or verb: by coreference, or a definite noun of the same stem."""
    if old.nominal and new.nominal:
        return ties.chains.get(old.trigger) == ties.chains.get(new.trigger) is not None
    from_title = old.sentence < ties.headlines <= new.sentence < ties.headlines + LEAD
    takes_up = from_title or (new.nominal and (new.demonstrative or new.trigger in ties.definite))
    return takes_up and _same_stem(old.lemma, new.lemma)


def _covers(one: Told, new: EventFinding, ties: Ties) -> bool:
    """Tell whether an event has participants for all that stands behind a noun: `le vote de la loi` wants the law."""
    known = [ties.words.get(value, frozenset()) for role in ROLES for value in getattr(one, role)]
    behind = [ties.complements.get(old.trigger, frozenset()) for old in one.findings]
    return ties.complements.get(new.trigger, frozenset()) <= frozenset().union(*known, *behind)


def _same_stem(one: str, other: str) -> bool:
    return fold(one)[:STEM] == fold(other)[:STEM]


def _agree(one: Told, other: Told) -> bool:
    """Tell whether nothing that the two say contradicts: roles, time, polarity, modality."""
    if any(a.polarity != b.polarity for a in one.findings for b in other.findings):
        return False
    verbs = {f.modality for f in (*one.findings, *other.findings) if not f.nominal}
    if len(verbs) > 1:
        return False
    return _times_agree(one.time, other.time) and all(
        _compatible(getattr(one, role), getattr(other, role)) for role in ROLES
    )


def _compatible(one: Sequence[Participant], other: Sequence[Participant]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _times_agree(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    if one is None or other is None or {one.value, other.value} & set(VAGUE_TIMES):
        return True
    return one.value.startswith(other.value) or other.value.startswith(one.value)


def _shared(one: Told, other: Told, *, half: bool) -> bool:
    """Tell whether two mentions share a core participant; unless `half` will do, they must fill the same core roles."""
    pairs = [(set(getattr(one, role)), set(getattr(other, role))) for role in ("actors", "targets")]
    return any(a & b for a, b in pairs) and (half or all(bool(a) == bool(b) for a, b in pairs))
