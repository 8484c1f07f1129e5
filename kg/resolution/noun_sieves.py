"""Who is who among nouns: passes over the descriptions of an article, the most certain first.

Takes a `Reader` whose names are joined; makes its chains grow. Knows appositions, roles and head nouns; never pronouns.
A noun that says something new (`un hôtel`) begins a chain, one that takes something up (`cet hôtel`) may join one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.language import demonyms
from kg.names import words
from kg.resolution.chains import Chain
from kg.resolution.reader import Reader
from kg.resolution.references import Reference, stem

BESIDE = 5
"""Characters between a name and its apposition: a comma, an article."""
COMMA = ", "
PREPOSITION = 4
"""Characters of the longest preposition of a complement and the blank behind it."""
LEAD = 3
"""How many sentences after the title take up its nouns with an indefinite article."""
ROLE_FACTS = frozenset({"position", "type"})
GOVERNMENT = "Government"
"""What the nouns of a government refer to in the table of general nouns."""


# ---- appositions -----------------------------------------------------------------------------------------------


def inner_names(reader: Reader) -> None:
    """Join a noun of a person to the name that ends or follows its phrase: `le fondateur de Microsoft Bill Gates`."""
    bearers = {r.name: r for r in reversed(reader.people) if r.name and len(words(r.name)) > 1}
    text = reader.article.text
    for reference in reader.people:
        head, span = reference.mention.head, reference.mention.span
        inside = [name for name in bearers if name and text.endswith(f" {name}", head.end, span.end)]
        behind = [name for name in bearers if name and text.startswith(f" {name}", span.end)]
        name = max(inside or behind, key=len, default="")
        start = span.end - len(name) if inside else span.end + 1
        is_complement = _is_behind_genitive(text[head.end : start], reader)
        if reference.nominal and name and not is_complement and not _noun_between(reader, reference, name):
            reader.join(bearers[name], reference, "noun/inner-name")


def _is_behind_genitive(before: str, reader: Reader) -> bool:
    """Tell whether a noun is a mere complement: in `la veuve du président, Souha Arafat` she is the widow."""
    forms = reader.language.words["genitive_form"]
    return any(_ends_with_word(before, form if form.endswith(("'", "’")) else f"{form} ") for form in forms)


def _ends_with_word(text: str, word: str) -> bool:
    before = text.removesuffix(word)
    return before != text and not before[-1:].isalnum() and not before.endswith("_")


def _noun_between(reader: Reader, reference: Reference, name: str) -> bool:
    """Tell whether another person stands inside the phrase: in `le fils du président Bongo` the son has no name."""
    head, span = reference.mention.head, reference.mention.span
    inside = (r for r in reader.in_sentence_of(reference) if head < r.mention.head and span.covers(r.mention.head))
    return any(r.is_person and r.name != name for r in inside)


def appositions(reader: Reader) -> None:
    """Join the noun of a position to its holder beside it: `Kenneth McKenzie, directeur du Commandement central`."""
    for fact in reader.facts:
        holder, value = reader.at(fact.subject), words(fact.value or "")
        if fact.relation not in ROLE_FACTS or holder is None or not value:
            continue
        limit = max(fact.evidence.end, holder.mention.span.end + BESIDE)
        for reference in reader.references[holder.index + 1 :]:
            near = reference.mention.span.start <= limit
            if near and reference.nominal and reference.head == stem(value[0]):
                reader.join(holder, reference, "noun/apposition")
                break


def beside(reader: Reader) -> None:
    """Join a person's name and a noun of a person that only a comma parts, whichever comes first."""
    text = reader.article.text
    starts = {reference.mention.span.start: reference for reference in reader.people}
    for reference in reader.people:
        start, end = reference.mention.span.start, reference.mention.span.end
        other = starts.get(end + len(COMMA)) if text.startswith(COMMA, end) else None
        is_complement = _is_behind_genitive(text[max(0, start - PREPOSITION) : start], reader)
        if other is None or reference.nominal == other.nominal or is_complement:
            continue
        if None in (reference.gender, other.gender) or reference.gender == other.gender:
            reader.join(reference, other, "noun/apposition")


# ---- roles -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Role:
    """A role or class that a fact gives to a chain: `président` of `Etats-Unis`, `syndicat`."""

    chain: Chain
    head: str
    stems: frozenset[str]
    countries: frozenset[str]


def roles(reader: Reader) -> None:
    """Join a definite noun to the one whose role or class it names: `le président` to Hamid Karzai."""
    known = list(_roles(reader))
    national = _national(reader.language.code)
    for reference in reader.references:
        if not reference.nominal or not reference.anaphoric or reference.number == "Plur":
            continue
        if reference.index in reader.owned:
            continue
        found = list({id(role.chain): role.chain for role in known if _fits(role, reference, national)}.values())
        earlier = [chain for chain in found if chain.first < reference.index]
        choice = _most_recent(earlier, reference) if earlier else (found[0] if len(found) == 1 else None)
        if choice:
            reader.chains.join(choice, reader.chain(reference), "noun/role")


def _roles(reader: Reader) -> Iterator[Role]:
    for fact in reader.facts:
        holder, of = reader.at(fact.subject), reader.at(fact.of)
        spoken = [stem(word) for word in words(fact.value or "") if word not in reader.tables.function_words]
        if fact.relation in ROLE_FACTS and holder and spoken:
            owners = reader.chain(of).members if of else []
            belonging = {stem(word) for member in owners for word in words(member.mention.label)}
            countries = frozenset(code for member in owners for code in member.countries)
            yield Role(reader.chain(holder), spoken[0], frozenset(spoken) | belonging, countries)


@cache
def _national(code: str) -> frozenset[str]:
    """Give the words of all names and adjectives of countries."""
    adjectives, names = demonyms(code)
    return frozenset(stem(word) for form in (*adjectives, *names) for word in words(form))


def _fits(role: Role, reference: Reference, national: frozenset[str]) -> bool:
    if reference.head != role.head:
        return False
    shared = reference.countries & role.countries
    if reference.countries and role.countries and not shared:
        return False
    return not reference.modifiers - role.stems - (national if shared else frozenset())


def _most_recent(chains: Sequence[Chain], reference: Reference) -> Chain:
    return max(chains, key=lambda chain: max(m.index for m in chain.members if m.index < reference.index))


# ---- head nouns ------------------------------------------------------------------------------------------------


def same_heads(reader: Reader) -> None:
    """Join a definite or demonstrative noun to the nearest chain with its head noun and all of its modifiers."""
    earlier: dict[str, list[Reference]] = defaultdict(list)
    for reference in reader.references:
        if reference.nominal and reference.anaphoric and not reference.counts:
            for other in reversed(earlier[reference.head]):
                fits = _same_head(reader.chain(other), reference, reader)
                if fits and reader.join(other, reference, "noun/same-head"):
                    break
        if not reference.is_pronoun:
            earlier[reference.head].append(reference)


def _same_head(chain: Chain, reference: Reference, reader: Reader) -> bool:
    members = [m for m in chain.members if m.head == reference.head]
    if reference.index in reader.owned and not _same_owner(members, reference, reader):
        return False
    if any(None not in (m.number, reference.number) and m.number != reference.number for m in members):
        return False
    counted = frozenset(number for m in chain.members for number in m.quantities)
    return reference.quantities <= counted and _described(chain, reference)


def _same_owner(members: Sequence[Reference], reference: Reference, reader: Reader) -> bool:
    """Tell whether `son parti` may be the party that was named: another `son parti`, or an organisation by name."""
    is_institution = reference.mention.type == "Organization" and reference.number == "Sing"
    return any(m.index in reader.owned or (is_institution and m.name) for m in members)


def _described(chain: Chain, reference: Reference) -> bool:
    """Tell whether a chain was described with all modifiers of a mention.

    Of groups there are many: a plural with modifiers wants a mention with the same ones, but for its country.
    """
    if reference.number != "Plur" or not reference.modifiers:
        return reference.modifiers <= frozenset(word for m in chain.members for word in m.modifiers)
    return any(reference.modifiers <= m.modifiers and _extra(m, reference) for m in chain.members)


def _extra(member: Reference, reference: Reference) -> bool:
    """Tell whether a mention adds no more than a country to the words of the other."""
    added = member.modifiers - reference.modifiers
    return not added or (len(added) == 1 and bool(member.countries - reference.countries))


def governments(reader: Reader) -> None:
    """Join `le gouvernement russe` to the government that its capital was named for."""
    countries = {seat.government: seat.country for seat in reader.tables.seats.values()}
    known = {countries[r.name]: r for r in reversed(reader.named) if r.name in countries}
    for reference in reader.references:
        noun = reader.tables.hypernyms.get(reference.mention.lemma)
        if reference.nominal and noun and GOVERNMENT in noun.refers_to and len(reference.countries) == 1:
            (country,) = reference.countries
            if country in known:
                reader.join(known[country], reference, "noun/government")


def title_nouns(reader: Reader) -> None:
    """Join a noun of the title to its first mention in the lead, whatever its article: `crash`, then `un crash`."""
    if not reader.article.title:
        return
    for reference in reader.references:
        is_new = reader.chain(reference).first == reference.index
        if not reference.nominal or reference.counts or not is_new or not 0 < reference.mention.sentence <= LEAD:
            continue
        for chain in reader.before(reference):
            if chain.members[-1].mention.sentence == 0 and _alike(chain.members[-1], reference):
                reader.chains.join(chain, reader.chain(reference), "noun/title")
                break


def _alike(title: Reference, reference: Reference) -> bool:
    if title.head != reference.head or title.quantities != reference.quantities or title.name:
        return False
    if title.number and reference.number and title.number != reference.number:
        return False
    return title.modifiers <= reference.modifiers or reference.modifiers <= title.modifiers


SIEVES = (inner_names, appositions, beside, roles, same_heads, governments, title_nouns)
