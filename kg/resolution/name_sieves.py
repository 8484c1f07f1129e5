"""Who is who among names: passes over the named mentions of an article, the most certain first.

Takes a `Reader`; makes its chains grow. After Lee et al. (2013), Deterministic coreference resolution based on
entity-centric, precision-ranked rules. Knows names and stated aliases; never nouns or pronouns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.names import abbreviates, content, is_acronym, is_given_name, is_short_form, same_person, words
from kg.resolution.reader import Reader
from kg.resolution.references import Reference

SURE_LENGTH = 5
"""Shorter names are compared as written: in the key of transliterations too many of them fall together."""
MAYBE_ORGANISATIONS = frozenset({"Organization", "Other", "Group"})
MAYBE_PEOPLE = frozenset({"Person", "Organization", "Other"})
"""Types under which a bare family name is found: alone, it is often taken for an organisation."""
ByWord = Mapping[str, Sequence[Reference]]


def same_names(reader: Reader) -> None:
    """Join equal names, and countries named by name or adjective."""
    seen: dict[object, Reference] = {}
    for reference in reader.references:
        for mark in _marks(reference):
            reader.join(seen.setdefault(mark, reference), reference, "name/same", certain=True)


def _marks(reference: Reference) -> Iterator[object]:
    if reference.country:
        yield ("country", reference.country)
    elif reference.name:
        yield words(reference.name)
        folded = content(reference.name)
        if sum(map(len, folded)) >= SURE_LENGTH:
            yield (reference.mention.type, folded)


def aliases(reader: Reader) -> None:
    """Join what the text itself calls the same: `Etat islamique (EI)`.

    Brackets behind a person hold a party or a work (`Hollande (PS)`), behind a place the region around it.
    """
    for fact in reader.facts:
        one, other = reader.at(fact.subject), reader.at(fact.object)
        if fact.relation == "alias" and one and other and not _in_brackets_only(one, other):
            reader.join(one, other, "name/alias", certain=True)


def _in_brackets_only(one: Reference, other: Reference) -> bool:
    kinds = {one.mention.type, other.mention.type}
    return kinds == {"Place"} or ("Person" in kinds and len(kinds) > 1)


def short_forms(reader: Reader) -> None:
    """Join a short form to the one fuller name that it can stand for."""
    people = _by_word(reader.people)
    for reference in reader.people:
        if reference.name and any(len(word) == 1 for word in words(reference.name)):
            _join_fuller(reader, reference, people, same_person)  # before `Obama` has two fuller forms
    for fits in (same_person, is_given_name):
        for reference in reader.named:
            if reader.chain(reference).type in MAYBE_PEOPLE:
                _join_fuller(reader, reference, people, fits)
    organisations = _by_word(r for r in reader.named if r.mention.type == "Organization")
    for reference in reader.named:
        if reference.mention.type in MAYBE_ORGANISATIONS:
            _join_fuller(reader, reference, organisations, is_short_form)


def _by_word(references: Iterable[Reference]) -> ByWord:
    found: dict[str, list[Reference]] = {}
    for reference in references:
        name = reference.name or ""
        for word in {*content(name), name.partition("-")[0]}:
            found.setdefault(word, []).append(reference)
    return found


def _join_fuller(reader: Reader, short: Reference, others: ByWord, fits: Callable[[str, str], bool]) -> None:
    """Join the short form to the one chain among the others, which share a word with it, that it fits."""
    name, own = short.name or "", reader.chain(short)
    length = len(words(name))
    fuller = [
        other
        for word in {*content(name), name}
        for other in others.get(word, ())
        if other.name
        and (len(words(other.name)) > length - (fits is is_short_form) or _spells_out(other.name, name))
        and fits(name, other.name)
        and reader.chains.may_join(own, reader.chain(other))
    ]
    found = reader.unique(fuller)
    if len(found) == 1:
        reader.chains.join(found[0], own, "name/short-form")


def _spells_out(full: str, short: str) -> bool:
    """Tell whether a name has words where the other has initials: `Barack Obama` for `B. Obama`."""
    is_as_long = len(words(full)) >= len(words(short))
    return is_as_long and any(len(word) == 1 for word in words(short)) and all(len(word) > 1 for word in words(full))


def acronyms(reader: Reader) -> None:
    """Join an acronym to the one name whose initials it is, or that the table knows it for."""
    known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for short, long in reader.tables.acronyms:
        known.setdefault(words(short), set()).add(words(long))
    others = [reference for reference in reader.named if reference.mention.type != "Person"]
    for reference in others:
        name = reference.name or ""
        listed = known.get(words(name), set())
        if not listed and not is_acronym(name):
            continue
        expansions = [r for r in others if words(r.name or "") in listed or abbreviates(name, r.name or "")]
        found = reader.unique(expansions)
        if len(found) == 1:
            reader.chains.join(found[0], reader.chain(reference), "name/acronym")


SIEVES = (same_names, aliases, short_forms, acronyms)
