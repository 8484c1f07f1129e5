"""Pronouns, possessives and general nouns: the chain that each stands for, or none when nothing is plain.

Takes a `Reader` whose names and nouns are joined; gives the antecedents of its pronouns. Knows agreement in gender,
number and animacy, that the participants of one event are distinct, and who speaks inside a quotation; never a syntax
tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import EntityType
from kg.resolution.chains import Chain
from kg.resolution.lexicon import GeneralNoun, Pronoun
from kg.resolution.reader import Reader
from kg.resolution.references import ANIMATE, Reference, inside, is_bare
from kg.resolution.salience import WINDOW, Scene

ANIMACY: Mapping[EntityType, float] = {
    "Person": 1.5, "Group": 1.3, "Organization": 0.9, "Place": 0.7, "Other": 0.85, "Event": 0.75,
}  # fmt: skip
"""What stands for a person more often than for a thing weighs persons more."""
PARALLEL = 20.0
"""A subject likes to take up a subject."""
UNSURE_GENDER = 0.8
MINDLESS = 0.5
"""For a thing as the one who thinks, buys or asks."""
FAINT = 65.0
"""Below this salience nothing is in focus."""
TIE = 0.95
"""A runner-up with this share of the best salience makes the case a tie, and ties are left open."""
LONGEST_IMPERSONAL = 40
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The chains that a pronoun stands for (several for `ils` after two subjects), with the rule that found them."""

    chains: tuple[Chain, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Chains that a pronoun may stand for, their latest mention before it, and how much they are in focus."""

    chains: tuple[Chain, ...]
    latest: Reference
    salience: float


def resolve(reader: Reader) -> dict[int, Antecedent]:
    """Find the antecedent of each pronoun, by its index; those that stay open are left out.

    The article's own pronouns come first, for the speaker of a quotation may be one of them.
    """
    resolver = Resolver(reader, Scene.of(reader), {})
    pronouns = [(r, r.pronoun) for r in reader.references if r.pronoun and not _impersonal(r, reader)]
    third = [pair for pair in pronouns if pair[1].person == "3"]
    ordered = [pair for pair in third if pair[0].mention.speaker is None]
    ordered += [pair for pair in third if pair[0].mention.speaker is not None]
    ordered += [pair for pair in pronouns if pair[1].person == "1"]
    for reference, pronoun in ordered:
        antecedent = resolver.antecedent(reference, pronoun)
        if antecedent:
            resolver.found[reference.index] = antecedent
    resolver.general_nouns()
    return resolver.found


def _impersonal(reference: Reference, reader: Reader) -> bool:
    """Tell whether a pronoun stands for nobody: `il faut`, `il y a`, `it is clear`."""
    if reference.pronoun is None:
        return False
    start = reference.mention.head.start
    return reader.language.is_impersonal(reader.article.text[start : start + LONGEST_IMPERSONAL])


@dataclass(frozen=True, slots=True)
class Resolver:
    """The search for antecedents; `found` grows as pronouns are resolved and helps with those that follow."""

    reader: Reader
    scene: Scene
    found: dict[int, Antecedent]

    def stands_for(self, index: int) -> tuple[Chain, ...]:
        """Return the chains that a mention stands for so far; an open pronoun is a chain of its own."""
        return self.found[index].chains if index in self.found else (self.reader.chains.of(index),)

    def antecedent(self, reference: Reference, pronoun: Pronoun) -> Antecedent | None:
        """Find the antecedent of one pronoun."""
        if pronoun.person == "1":
            return self._speaker(reference)
        if pronoun.form in self.reader.language.words["clause_pronoun"] and reference.mention.head in self.scene.told:
            return None
        candidates = list(self._candidates(reference))
        rule = f"pronoun/{pronoun.kind}"
        if pronoun.kind == "reflexive":
            candidates = [candidate for candidate in candidates if candidate.latest.mention.is_subject]
        if pronoun.kind == "near":
            candidates = [candidate for candidate in candidates if candidate.chains[0].type != "Place"]
        if pronoun.kind in {"near", "reflexive"}:
            nearest = max(candidates, key=lambda candidate: candidate.latest.index, default=None)
            return Antecedent(nearest.chains, rule) if nearest else None
        best = _plainly_best(candidates)
        return Antecedent(best.chains, rule) if best else None

    def _speaker(self, reference: Reference) -> Antecedent | None:
        """Read *je* as the speaker, *nous* as the organisation that the speaker speaks for, or the speaker."""
        speaker = self.reader.at(reference.mention.speaker)
        if speaker is None:
            return None
        chains = self.stands_for(speaker.index)
        if chains[0].members[0].is_pronoun:
            return None
        if reference.number == "Plur" and chains[0].type == "Person":
            spoken_for = [
                r
                for r in self.reader.in_sentence_of(speaker)
                if r.mention.type == "Organization" and inside(r.mention.span, speaker.mention.span)
            ]
            if spoken_for:
                return Antecedent((self.reader.chain(spoken_for[0]),), "pronoun/speaker-organisation")
        return Antecedent(chains, "pronoun/speaker")

    def _candidates(self, reference: Reference) -> Iterator[Candidate]:
        sentence = reference.mention.sentence
        earlier: dict[int, tuple[Chain, list[Reference]]] = {}
        for other in self._context(reference):
            for chain in self.stands_for(other.index):
                earlier.setdefault(id(chain), (chain, []))[1].append(other)
        for chain, mentions in earlier.values():
            if self._may_mean(reference, chain):
                salience = self.scene.salience(mentions, sentence)
                if reference.mention.head in self.scene.agents and chain.type not in ANIMATE and not chain.country:
                    salience *= MINDLESS
                yield Candidate((chain,), mentions[0], _fitted(salience, reference, chain, mentions[0]))
        if reference.number == "Plur":
            yield from self._joint(reference)

    def _context(self, reference: Reference) -> Iterator[Reference]:
        """Yield what the pronoun may take up: mentions before it, the latest first, and a subject that it precedes."""
        for other in reversed(self.reader.references[: reference.index]):
            if reference.mention.sentence - other.mention.sentence > WINDOW:
                break
            if self.scene.in_focus(other) and other.mention.speaker != reference.mention.head:  # who speaks says `je`
                yield other
        ahead = self._ahead(reference)
        if ahead:
            yield ahead

    def _ahead(self, reference: Reference) -> Reference | None:
        """Give the subject that follows a fronted clause or phrase: `Lors de sa visite, Trump a promis`."""
        here = self.reader.in_sentence_of(reference)
        subjects = [r for r in here if r.mention.is_subject and not r.is_pronoun]
        if not subjects or subjects[0].index < reference.index:
            return None
        between = self.reader.article.text[reference.mention.head.end : subjects[0].mention.span.start]
        return subjects[0] if "," in between else None

    def _may_mean(self, reference: Reference, chain: Chain) -> bool:
        if chain.members[0].is_pronoun or chain.type == "Amount":
            return False
        is_teller = reference.mention.head in self.scene.tellers
        return (
            _agrees(reference, chain)
            and not (is_teller and chain.type not in ANIMATE and not chain.country)
            and not self._quotes_itself(reference, chain)
            and not _determines(reference, chain)
            and not self._share_event(reference, (chain,))
        )

    def _quotes_itself(self, reference: Reference, chain: Chain) -> bool:
        """Tell whether the chain speaks the quotation around the pronoun: speakers call themselves *je*."""
        speaker = self.reader.at(reference.mention.speaker)
        return speaker is not None and any(one is chain for one in self.stands_for(speaker.index))

    def _share_event(self, reference: Reference, chains: Sequence[Chain]) -> bool:
        """Tell whether the pronoun and one of the chains are participants of one event, and so two."""
        if reference.pronoun and reference.pronoun.kind == "reflexive":
            return False
        heads = self.scene.partners.get(reference.mention.head, frozenset())
        partners = [r for head in heads if (r := self.reader.at(head))]
        return any(one is chain for r in partners for one in self.stands_for(r.index) for chain in chains)

    def _joint(self, reference: Reference) -> Iterator[Candidate]:
        """Yield the participants that fill one role of an event together: `la France et l'Allemagne`, then `elles`."""
        for event in self.reader.events:
            if not 0 <= reference.mention.sentence - event.sentence <= WINDOW:
                continue
            for heads in (event.actors, event.targets):
                members = [r for head in heads if (r := self.reader.at(head)) and r.index < reference.index]
                chains = tuple(self.reader.unique(members))
                if (
                    len(chains) < SEVERAL
                    or not _make_a_group(chains, reference)
                    or self._share_event(reference, chains)
                ):
                    continue
                salience = self.scene.salience(members, reference.mention.sentence)
                yield Candidate(chains, members[-1], _fitted(salience, reference, chains[0], members[-1]))

    # ---- general nouns -----------------------------------------------------------------------------------------

    def general_nouns(self) -> None:
        """Join `le pays`, `l'organisation` and the like to the named one of that kind that is most in focus."""
        for reference in self.reader.references:
            noun = self.reader.tables.hypernyms.get(reference.mention.lemma)
            is_new = self.reader.chain(reference).first == reference.index
            if noun and is_new and is_bare(reference) and reference.index not in self.reader.owned:
                chain = self._in_focus(reference, noun)
                if chain:
                    self.reader.chains.join(chain, self.reader.chain(reference), "noun/general")

    def _in_focus(self, reference: Reference, noun: GeneralNoun) -> Chain | None:
        sentence = reference.mention.sentence
        best: tuple[float, Chain] | None = None
        for chain in self.reader.before(reference):
            mentions = [m for m in chain.members if m.index < reference.index and self.scene.in_focus(m)]
            if not mentions or not _is_a(chain, noun) or self._with_partner(reference, chain):
                continue
            salience = self.scene.salience(mentions, sentence)
            if best is None or salience > best[0]:
                best = (salience, chain)
        return best[1] if best else None

    def _with_partner(self, reference: Reference, chain: Chain) -> bool:
        """Tell whether the chain takes part in the noun's own event: in `Ils quittent ce pays` they are two."""
        partners = self.reader.chains.partners(reference.index)
        return any(one.first == chain.first for index in partners for one in self.stands_for(index))


def _plainly_best(candidates: Sequence[Candidate]) -> Candidate | None:
    ranked = sorted(candidates, key=lambda candidate: (-candidate.salience, -candidate.latest.index))
    if not ranked or ranked[0].salience < FAINT:
        return None
    is_tie = len(ranked) > 1 and ranked[1].salience > TIE * ranked[0].salience
    return None if is_tie else ranked[0]


def _fitted(salience: float, reference: Reference, chain: Chain, latest: Reference) -> float:
    if reference.mention.is_subject and latest.mention.is_subject:
        salience += PARALLEL
    if reference.gender and not chain.gender:
        salience *= UNSURE_GENDER
    return salience * ANIMACY.get(chain.type, 1.0)


def _agrees(reference: Reference, chain: Chain) -> bool:
    number = "Sing" if chain.type == "Person" else chain.number
    if reference.gender and chain.gender and reference.gender != chain.gender:
        return False
    return not (reference.number and number and reference.number != number)


def _determines(reference: Reference, chain: Chain) -> bool:
    """Tell whether the pronoun stands before the head inside a phrase of the chain: nothing owns itself."""
    return any(
        inside(reference.mention.span, m.mention.span) and m.position > reference.position for m in chain.members
    )


def _make_a_group(chains: Sequence[Chain], reference: Reference) -> bool:
    genders = {chain.gender for chain in chains}
    if any(chain.members[0].is_pronoun or chain.number == "Plur" for chain in chains):
        return False
    if len({chain.type for chain in chains}) > 1:
        return False
    return genders == {"Fem"} if reference.gender == "Fem" else reference.gender is None or genders != {"Fem"}


def _is_a(chain: Chain, noun: GeneralNoun) -> bool:
    if "Country" in noun.refers_to:
        return chain.country is not None and bool(chain.names)
    return bool(chain.names) and chain.type in noun.refers_to and chain.country is None
