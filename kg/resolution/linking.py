"""Places tied to GeoNames and Wikidata, as a reader of the article would.

Takes the statements and mentions of an article; gives the entities with their links. Knows names, inhabitants, and the
countries and towns that the article speaks of; abstains where two places fit about equally. Never merges entities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import log10

from kg.language import Language
from kg.model import Entity, Mention, Statements
from kg.resolution.gazetteer import Place, capitals, cities, fold, territories

COUNTRY, ALSO, STATE, ALSO_STATE = 8.0, 7.6, 6.0, 3.7
"""What a name is worth that is a country's or a continent's, a country's beside its towns, a state's, or that of a
state and of a river or the like; a city has the decimal logarithm of its inhabitants, so that Singapore (6.8) is the
country, and Washington (5.8, and a capital) the city."""
CAPITAL = 0.8
OWN_NAME = 0.5
"""For a city whose own name it is, and not one in another language or of its past."""
NAMED, NAMED_OF_STATE = 1.25, 0.5
"""What it is worth that the article names the country of a city or of a state."""
TOWN, MOST_TOWNS = 0.75, 2
"""For each other town of the country, at most so many."""
SAME_STATE = 1.5
"""For a city whose state, and a state of which a city is named."""
LIES_THERE = 4.0
"""For what the article says of where the place lies: `Paris, au Texas`."""
AT_HOME = 0.5
"""For places of the country whose news it is."""
FITS_PREPOSITION = 1.0
"""For a city behind `à` and for anything else behind `en` or an article: `à Québec`, `au Québec`."""
NO_CITY = 3.0
"""Against a city behind `en` or an article that is no part of its name: `les Länder`, but `au Havre`."""
LEAST, GAP = 4.3, 0.25
"""The worth that a place needs at least, and by how much it must lead the next."""
CONFIDENCE: Sequence[tuple[float, float]] = ((2.0, 0.99), (1.0, 0.97), (0.5, 0.9), (0.0, 0.8))
"""How sure a link is by the lead of its place over the next, or over the least that is wanted; the largest first."""
HOME: Mapping[str, str] = {"fr": "FR"}
LIES_IN = re.compile(r"\s?(?:,\s?)?(?:au|aux|en|dans (?:le |la |les |l['’])|\()\s?")
"""What stands between a place and the country or state around it."""
TO_CITY = re.compile(r"\b[àÀ]\s$")
TO_AREA = re.compile(r"\b(?:en|aux?|du|des|l[ae]|les|l['’])\s?$", re.IGNORECASE)
DIVISION = re.compile(
    r"(?:d[ée]partement|r[ée]gion|province|canton|[ÉEe]tat|Land) (?:d(?:e la |e l['’]|es |u |e |['’]))?(?=[A-ZÀ-Þ])"
)
WINDOW = 12
"""Characters before a name in which its preposition stands."""
WORDS = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,3}")
Area = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the article speaks of: countries and states by name, and how many of its towns lie in each."""

    countries: frozenset[str]
    states: frozenset[Area]
    towns: Counter[str]
    towns_by_state: Counter[Area]
    home: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the text around the mentions of a place says of it.

    `within` are the countries and states in which it is said to lie; `is_city` tells whether prepositions make it a
    city, None when they say nothing or both.
    """

    within: frozenset[Area] = frozenset()
    is_city: bool | None = None


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that is meant, and how sure that is, between 0 and 1."""

    place: Place
    confidence: float


def linked(told: Statements, mentions: Iterable[Mention], language: Language) -> tuple[Entity, ...]:
    """Give each place its links; `mentions` are all that the article names, in a slot or not."""
    entities = told.entities
    names = {entity.id: _proper_names(entity, language) for entity in entities if entity.type == "Place"}
    found = {key: candidates(proper, language) for key, proper in names.items()}
    around = surroundings(list(mentions), language)
    said = _said(told, found, language)
    return tuple(
        _with_links(entity, choose(names[entity.id], around, said[entity.id], language))
        if entity.id in found
        else entity
        for entity in entities
    )


def _proper_names(entity: Entity, language: Language) -> list[str]:
    """Give what a place is called, no description; of a country that only an adjective names, the country."""
    demonym = None if entity.named else language.demonyms.get(entity.label.lower())
    if demonym:
        return [demonym.country]
    return [name for name in entity.names if entity.named and (name[:1].isupper() or DIVISION.match(name))]


def _with_links(entity: Entity, choice: Choice | None) -> Entity:
    if choice is None:
        return entity
    place = choice.place
    at = (place.latitude, place.longitude) if place.latitude is not None and place.longitude is not None else None
    return replace(entity, links=place.links, linked_name=place.name, link_confidence=choice.confidence, coordinates=at)


def candidates(names: Iterable[str], language: Language) -> tuple[Place, ...]:
    """Give the places that bear one of the names."""
    names = tuple(names)
    known = (language.countries.get(name.casefold()) for name in names)
    country = next((fold(found.country) for found in known if found is not None), "")
    folded = filter(None, dict.fromkeys([country, *map(fold, names)]))
    found = (place for name in folded for place in (*territories().get(name, ()), *cities().named(name)))
    places = tuple(dict.fromkeys((*found, *_divisions(names))))
    whole = {place.country for place in places if place.kind == "country" and not place.also}
    return tuple(place for place in places if place.kind != "city" or place.country not in whole)  # Singapore


def _divisions(names: Iterable[str]) -> Iterator[Place]:
    """Give the states that names with the noun of a division mean: `département de la Loire`, `région Bretagne`."""
    for name in names:
        if noun := DIVISION.match(name):
            states = (place for place in territories().get(fold(name[noun.end() :]), ()) if place.kind == "state")
            yield from (replace(place, also=False) for place in states)


def _is_plain(places: Sequence[Place]) -> bool:
    """Tell whether all places of a name lie in one country, so that it is evidence for others."""
    is_within = bool(places) and all(place.kind in {"city", "state"} and not place.also for place in places)
    return is_within and len({place.country for place in places}) == 1


def surroundings(mentions: Sequence[Mention], language: Language) -> Surroundings:
    """Collect what is beyond doubt: countries by name, adjective or capital, and names that lie in one country only."""
    names = sorted({mention.name for mention in mentions if mention.name and mention.type == "Place"})
    plain = [places[0] for places in (candidates([name], language) for name in names) if _is_plain(places)]
    towns = [place for place in plain if place.kind == "city"]
    return Surroundings(
        countries=frozenset(
            [*_countries(mentions, language), *(town.country for town in towns if town.geonames in capitals())]
        ),
        states=frozenset((place.country, place.state) for place in plain if place.kind == "state"),
        towns=Counter(place.country for place in plain),
        towns_by_state=Counter((place.country, place.state) for place in towns),
        home=HOME.get(language.code, ""),
    )


def _countries(mentions: Iterable[Mention], language: Language) -> Iterator[str]:
    for mention in mentions:
        for word in (mention.name or "", mention.label, *mention.label.split()):
            demonym = language.countries.get(word.casefold()) or language.demonyms.get(word.lower())
            if demonym is not None and demonym.iso:
                yield demonym.iso


def _said(told: Statements, found: Mapping[str, tuple[Place, ...]], language: Language) -> dict[str, Said]:
    """Read off the facts, and the words around a name, where a place is said to lie and whether it is a city."""
    lies: dict[str, set[Area]] = {key: set() for key in found}
    cities: dict[str, set[bool]] = {key: set() for key in found}
    for fact in told.facts:
        if fact.relation == "located_in" and fact.subject in lies:
            lies[fact.subject] |= _areas(found.get(fact.object or "", ()))
    text = told.article.text
    for entity in told.entities:
        for mention in entity.mentions if entity.id in found else ():
            lies[entity.id] |= _areas(_named_behind(text, mention.end, language))
            before = text[max(mention.start - WINDOW, 0) : mention.start]
            cities[entity.id] |= {is_city for cue, is_city in ((TO_CITY, True), (TO_AREA, False)) if cue.search(before)}
    return {
        key: Said(frozenset(areas), next(iter(cities[key])) if len(cities[key]) == 1 else None)
        for key, areas in lies.items()
    }


def _areas(places: Iterable[Place]) -> set[Area]:
    return {(place.country, place.state) for place in places if place.kind != "city"}


def _named_behind(text: str, end: int, language: Language) -> tuple[Place, ...]:
    """Give the countries and states named right behind a place: `Paris, au Texas`, `Vienne (Autriche)`."""
    between = LIES_IN.match(text, end)
    words = WORDS.match(text, between.end()) if between else None
    spoken = words.group().split(" ") if words else []
    tried = (candidates([" ".join(spoken[:count])], language) for count in range(len(spoken), 0, -1))
    return next(filter(None, tried), ())


def choose(names: Sequence[str], around: Surroundings, said: Said, language: Language) -> Choice | None:
    """Choose the place that is meant by some names, None when none is plainly the best."""
    places = candidates(names, language)
    folded = set(map(fold, names))
    own = Counter([places[0].country]) if _is_plain(places) else Counter()
    others = replace(around, towns=around.towns - own)
    ranked = sorted(((_worth(place, others, said, folded), place) for place in places), key=_best_first)
    if not ranked or ranked[0][0] < LEAST:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < GAP:
        return None
    lead = ranked[0][0] - max([LEAST, *(worth for worth, _ in ranked[1:])])
    return Choice(ranked[0][1], next(sure for least, sure in CONFIDENCE if lead >= least))


def _best_first(pair: tuple[float, Place]) -> tuple[float, str]:
    return -pair[0], pair[1].geonames


def _worth(place: Place, around: Surroundings, said: Said, names: AbstractSet[str]) -> float:
    """Add up what speaks for a place of some folded names."""
    area = (place.country, place.state)
    worth = _own_worth(place)
    worth += LIES_THERE * any(place.country == country and state in {"", place.state} for country, state in said.within)
    worth += SAME_STATE * (place.kind == "state" and around.towns_by_state[area] > 0)
    if place.kind == "continent" or (place.kind == "state" and place.also):
        return worth
    worth += TOWN * min(around.towns[place.country], MOST_TOWNS)
    worth += FITS_PREPOSITION * (said.is_city is (place.kind == "city"))
    if place.kind == "country":
        return worth
    worth += AT_HOME * (place.country == around.home)
    is_named = place.country in around.countries
    if place.kind == "state":
        return worth + NAMED_OF_STATE * is_named
    worth -= NO_CITY * (said.is_city is False and not _has_article(place, names))
    is_own = OWN_NAME * (fold(place.name) in names)
    return worth + is_own + NAMED * is_named + SAME_STATE * (area in around.states)


def _has_article(city: Place, names: Iterable[str]) -> bool:
    """Tell whether a city has a name that is one of some names with an article: `Le Caire`."""
    full = (f"{article} {name}" for article in ("le", "la", "les", "l") for name in names)
    return any(city in cities().named(name) for name in full)


def _own_worth(place: Place) -> float:
    if place.kind == "city":
        return log10(max(place.population, 1)) + CAPITAL * (place.geonames in capitals())
    if place.kind == "state":
        return ALSO_STATE if place.also else STATE
    return ALSO if place.also else COUNTRY
