"""Who is who among names and nouns: passes over the mentions of an article, the most certain first.

Takes chains of single mentions and the facts; makes chains grow. After Lee et al. (2013), Deterministic coreference
resolution based on entity-centric, precision-ranked rules. Knows names, roles and nouns; never pronouns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.language import Language
from kg.model import Article, FactFinding, Findings, Span
from kg.resolution.chains import Chain, Chains, distinct
from kg.resolution.lexicon import GeneralNoun, Lexicon, lexicon
from kg.resolution.names import (
    abbreviates,
    content,
    is_acronym,
    is_given_name,
    is_short_form,
    same_person,
    words,
)
from kg.resolution.references import Reference, read, stem

SURE_LENGTH = 5
"""Shorter names are compared as written: in the key of transliterations too many of them fall together."""
BESIDE = 5
"""Characters between a name and its apposition: a comma, an article."""
COMMA = ", "
LEAD = 3
"""How many sentences after the title take up its nouns with an indefinite article."""
ROLE_FACTS = frozenset({"position", "type"})


@dataclass(frozen=True, slots=True)
class Reader:
    """What every pass looks at; `owned` are the mentions with a possessive, `by_head` finds a mention by its head."""

    article: Article
    references: Sequence[Reference]
    facts: Sequence[FactFinding]
    chains: Chains
    language: Language
    by_head: dict[Span, int]
    owned: frozenset[int]

    @property
    def tables(self) -> Lexicon:
        """Return the tables of the article's language."""
        return lexicon(self.language.code)

    @classmethod
    def of(cls, article: Article, findings: Findings, language: Language) -> Reader:
        """Begin with every mention by itself."""
        references = read(article, findings.mentions, language)
        by_head = {reference.mention.head: reference.index for reference in references}
        chains = Chains(references, distinct(findings.events, by_head))
        owners = [r.mention.head for r in references if r.mention.kind == "possessive"]
        owned = frozenset(
            r.index for r in references if any(r.mention.span.covers(head) and head < r.mention.head for head in owners)
        )
        return cls(article, references, findings.facts, chains, language, by_head, owned)

    def chain_at(self, head: Span | None) -> Chain | None:
        """Return the chain of the mention with that head."""
        return self.chains.of(self.by_head[head]) if head in self.by_head else None

    def before(self, reference: Reference) -> Iterator[Chain]:
        """Yield the chains with a mention before this one, the most recent first, each once."""
        seen = {id(self.chains.of(reference.index))}
        for index in range(reference.index - 1, -1, -1):
            chain = self.chains.of(index)
            if id(chain) not in seen and not chain.members[0].is_pronoun:
                seen.add(id(chain))
                yield chain


def run(reader: Reader) -> None:
    """Run all passes in their order."""
    for sieve in (same_names, aliases, short_forms, acronyms, inner_names, appositions, roles, same_heads, title_nouns):
        sieve(reader)


def _named(reader: Reader) -> list[Reference]:
    return [reference for reference in reader.references if reference.name]


def _unique(reader: Reader, references: Sequence[Reference]) -> list[Chain]:
    """Give the chains of some mentions, each once, in the order of the text."""
    return list({id(chain): chain for chain in (reader.chains.of(r.index) for r in references)}.values())


def same_names(reader: Reader) -> None:
    """Join equal names, and countries named by name or adjective."""
    seen: dict[object, Reference] = {}
    for reference in reader.references:
        for mark in _marks(reference):
            first = seen.setdefault(mark, reference)
            if first is not reference:
                one, other = reader.chains.of(first.index), reader.chains.of(reference.index)
                reader.chains.join(one, other, "name/same", certain=True)


def _marks(reference: Reference) -> Iterator[object]:
    if reference.country:
        yield ("country", reference.country)
    elif reference.name:
        yield words(reference.name)
        folded = content(reference.name)
        if sum(map(len, folded)) >= SURE_LENGTH:
            yield (reference.mention.type, folded)


def aliases(reader: Reader) -> None:
    """Join what the text itself calls the same: `Etat islamique (EI)`."""
    for fact in reader.facts:
        one, other = reader.chain_at(fact.subject), reader.chain_at(fact.object)
        if fact.relation == "alias" and one and other:
            reader.chains.join(one, other, "name/alias", certain=True)


def short_forms(reader: Reader) -> None:
    """Join a short form to the one fuller name that it can stand for."""
    named = _named(reader)
    for matches in (same_person, is_given_name):
        for reference in named:
            _join_person(reader, reference, named, matches)
    for reference in named:
        fuller = [r for r in named if r.mention.type != "Person" and is_short_form(reference.name or "", r.name or "")]
        found = _unique(reader, fuller)
        if reference.mention.type in {"Organization", "Other"} and len(found) == 1:
            reader.chains.join(found[0], reader.chains.of(reference.index), "name/short-form")


def _join_person(reader: Reader, reference: Reference, named: list[Reference], matches: object) -> None:
    own = reader.chains.of(reference.index)
    if own.type not in {"Person", "Organization", "Other"} or not callable(matches):
        return
    length = len(words(reference.name or ""))
    fuller = [
        other
        for other in named
        if other.mention.type == "Person"
        and len(words(other.name or "")) > length
        and matches(reference.name, other.name)
        and reader.chains.may_join(own, reader.chains.of(other.index))
    ]
    found = _unique(reader, fuller)
    if len(found) == 1:
        reader.chains.join(found[0], own, "name/short-form")


def acronyms(reader: Reader) -> None:
    """Join an acronym to the one name whose initials it is, or that the table knows it for."""
    named = _named(reader)
    known = {(words(short), words(long)) for short, long in reader.tables.acronyms}
    for reference in named:
        name = reference.name or ""
        expansions = [
            other
            for other in named
            if other.mention.type != "Person"
            and ((words(name), words(other.name or "")) in known or abbreviates(name, other.name or ""))
        ]
        found = _unique(reader, expansions)
        if len(found) == 1 and (is_acronym(name) or expansions):
            reader.chains.join(found[0], reader.chains.of(reference.index), "name/acronym")


@dataclass(frozen=True, slots=True)
class Role:
    """A role or class that a fact gives to a chain: `président` of `Etats-Unis`, `syndicat`."""

    chain: Chain
    head: str
    stems: frozenset[str]
    countries: frozenset[str]


def _roles(reader: Reader) -> Iterator[Role]:
    function = reader.tables.function_words
    for fact in reader.facts:
        chain, of = reader.chain_at(fact.subject), reader.chain_at(fact.of)
        if fact.relation not in ROLE_FACTS or chain is None or not fact.value:
            continue
        spoken = [stem(word) for word in words(fact.value) if word not in function]
        if not spoken:
            continue
        owners = of.members if of else []
        belonging = {stem(word) for member in owners for word in words(member.mention.label)}
        countries = frozenset(code for member in owners for code in member.countries)
        yield Role(chain, spoken[0], frozenset(spoken) | belonging, countries)


def appositions(reader: Reader) -> None:
    """Join the noun of a position to its holder beside it: `Kenneth McKenzie, directeur du Commandement central`."""
    for fact in reader.facts:
        holder = reader.by_head.get(fact.subject)
        if fact.relation not in ROLE_FACTS or holder is None or not fact.value:
            continue
        first = stem(words(fact.value)[0]) if words(fact.value) else ""
        after = reader.references[holder].mention.span.end
        for reference in reader.references[holder + 1 :]:
            near = fact.evidence.covers(reference.mention.head) or reference.mention.span.start - after <= BESIDE
            if near and reference.nominal and reference.head == first:
                reader.chains.join(reader.chains.of(holder), reader.chains.of(reference.index), "noun/apposition")
                break
    _beside(reader)


def _beside(reader: Reader) -> None:
    """Join a person's name and a noun of a person that only a comma parts, whichever comes first."""
    people = [r for r in reader.references if r.mention.type == "Person" and not r.is_pronoun]
    starts = {reference.mention.span.start: reference for reference in people}
    for reference in people:
        end = reference.mention.span.end
        other = starts.get(end + len(COMMA)) if reader.article.text.startswith(COMMA, end) else None
        if other is None or reference.nominal == other.nominal or "Plur" in (reference.number, other.number):
            continue
        if None in (reference.gender, other.gender) or reference.gender == other.gender:
            reader.chains.join(reader.chains.of(reference.index), reader.chains.of(other.index), "noun/apposition")


def inner_names(reader: Reader) -> None:
    """Join a noun of a person to the name that its phrase ends with: `le ministre des Finances Michel Sapin`."""
    people = [r for r in reader.references if r.mention.type == "Person"]
    full = sorted({r.name for r in people if r.name and len(words(r.name)) > 1})
    for reference in people:
        if not reference.nominal or reference.number == "Plur":
            continue
        spoken = reader.article.text[reference.mention.head.end : reference.mention.span.end]
        named = next((name for name in full if spoken.endswith(f" {name}")), None)
        bearer = next((r for r in people if r.name == named), None) if named else None
        between = [
            r
            for r in people
            if reference.mention.head < r.mention.head and reference.mention.span.covers(r.mention.head)
        ]
        if bearer and all(r.name == named for r in between):
            reader.chains.join(reader.chains.of(bearer.index), reader.chains.of(reference.index), "noun/inner-name")


def roles(reader: Reader) -> None:
    """Join a definite noun to the one whose role or class it names: `le président` to Hamid Karzai."""
    known = list(_roles(reader))
    for reference in reader.references:
        if not reference.nominal or not reference.anaphoric or reference.number == "Plur":
            continue
        fitting = [role for role in known if _fits(role, reference, reader)]
        found = list({id(role.chain): role.chain for role in fitting}.values())
        earlier = [chain for chain in found if chain.first < reference.index]
        choice = _most_recent(earlier, reference) if earlier else (found[0] if len(found) == 1 else None)
        if choice:
            reader.chains.join(choice, reader.chains.of(reference.index), "noun/role")


def _fits(role: Role, reference: Reference, reader: Reader) -> bool:
    if reference.head != role.head:
        return False
    if reference.countries and role.countries and not reference.countries & role.countries:
        return False
    foreign = reference.modifiers - role.stems
    return not (foreign - _national(reader) if reference.countries & role.countries else foreign)


def _national(reader: Reader) -> frozenset[str]:
    forms = (*reader.language.demonyms, *reader.language.countries)
    return frozenset(stem(word) for form in forms for word in words(form))


def _most_recent(chains: Sequence[Chain], reference: Reference) -> Chain:
    return max(chains, key=lambda chain: max(m.index for m in chain.members if m.index < reference.index))


def same_heads(reader: Reader) -> None:
    """Join a definite or demonstrative noun to the nearest chain with its head noun and all of its modifiers."""
    for reference in reader.references:
        if not reference.nominal or not reference.anaphoric or reference.head in reader.tables.quantities:
            continue
        for chain in reader.before(reference):
            own = reader.chains.of(reference.index)
            if _same_head(chain, reference, reader) and reader.chains.join(chain, own, "noun/same-head"):
                break


def _same_head(chain: Chain, reference: Reference, reader: Reader) -> bool:
    members = [m for m in chain.members if m.head == reference.head and not m.is_pronoun]
    if not members or members[0].index > reference.index:
        return False
    if reference.index in reader.owned and not reader.owned & {m.index for m in members}:
        return False
    said = frozenset().union(*(m.modifiers for m in chain.members))
    counted = frozenset().union(*(m.quantities for m in chain.members))
    if not reference.modifiers <= said or not reference.quantities <= counted:
        return False
    return all(None in (m.number, reference.number) or m.number == reference.number for m in members)


def title_nouns(reader: Reader) -> None:
    """Join a noun of the title to its first mention in the lead, whatever its article: `crash`, then `un crash`."""
    if not reader.article.title:
        return
    for reference in reader.references:
        if not reference.nominal or not 0 < reference.mention.sentence <= LEAD:
            continue
        own = reader.chains.of(reference.index)
        if own.first != reference.index:
            continue
        for chain in reader.before(reference):
            if chain.members[-1].mention.sentence == 0 and _alike(chain, reference):
                reader.chains.join(chain, own, "noun/title")
                break


def _alike(chain: Chain, reference: Reference) -> bool:
    title = chain.members[-1]
    if title.head != reference.head or title.quantities != reference.quantities or title.name:
        return False
    if title.number and reference.number and title.number != reference.number:
        return False
    return title.modifiers <= reference.modifiers or reference.modifiers <= title.modifiers


def general_nouns(reader: Reader, stands_for: Callable[[int], tuple[Chain, ...]]) -> None:
    """Join `le pays`, `l'organisation` and the like to the nearest named one of that kind.

    This pass follows the pronouns, for which `stands_for` gives the chains: in `Ils quittent ce pays` the pronoun and
    the noun are two.
    """
    for reference in reader.references:
        noun = reader.tables.hypernyms.get(reference.mention.lemma)
        own = reader.chains.of(reference.index)
        if not noun or not reference.nominal or not reference.anaphoric or own.first != reference.index:
            continue
        if reference.modifiers or reference.number == "Plur" or reference.index in reader.owned:
            continue
        partners = {id(c) for i in reader.chains.partners(reference.index) for c in stands_for(i)}
        for chain in reader.before(reference):
            if id(chain) not in partners and _is_a(chain, noun) and reader.chains.join(chain, own, "noun/general"):
                break


def _is_a(chain: Chain, noun: GeneralNoun) -> bool:
    if "Country" in noun.refers_to:
        return chain.country is not None and bool(chain.names)
    return bool(chain.names) and chain.type in noun.refers_to and chain.country is None
