"""Places tied to GeoNames and Wikidata, as a reader of the article would.

Takes the statements and mentions of an article; gives the entities with their links. Knows names, inhabitants, and the
countries and towns that the article speaks of; abstains where two places fit about equally. Never merges entities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10

from kg.language import Language
from kg.model import Entity, Mention, Statements
from kg.resolution.gazetteer import Place, capitals, cities, fold, territories

COUNTRY, ALSO, STATE = 8.0, 7.6, 6.0
"""What a name is worth that is a country's, a country's beside its towns, or a state's; a city has the decimal
logarithm of its inhabitants, so that Singapore (6.8) is the country, and Washington (5.8, and a capital) the city."""
CAPITAL = 0.8
OWN_NAME = 0.5
"""For a city whose own name it is, and not one in another language or of its past."""
NAMED, NAMED_OF_STATE = 1.0, 0.5
"""What it is worth that the article names the country of a city or of a state."""
TOWN, MOST_TOWNS = 0.75, 2
"""For each other town of the country, at most so many."""
SAME_STATE = 1.5
"""For a city whose state, and a state of which a city is named."""
LIES_THERE = 4.0
"""For what the article says of where the place lies: `Paris, au Texas`."""
AT_HOME = 0.5
"""For places of the country whose news it is."""
LEAST, GAP = 4.3, 0.25
"""The worth that a place needs at least, and by how much it must lead the next."""
HOME: Mapping[str, str] = {"fr": "FR"}
LIES_IN = re.compile(r"\s?(?:,\s?)?(?:au|aux|en|dans (?:le |la |les |l['’])|\()\s?")
"""What stands between a place and the country or state around it."""
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


def linked(told: Statements, mentions: Iterable[Mention], language: Language) -> tuple[Entity, ...]:
    """Give each place its links; `mentions` are all that the article names, in a slot or not."""
    entities = told.entities
    names = {entity.id: _proper_names(entity, language) for entity in entities if entity.type == "Place"}
    found = {key: candidates(proper, language) for key, proper in names.items()}
    around = surroundings(list(mentions), language)
    within = _where_they_lie(told, found, language)
    return tuple(
        _with_links(entity, choose(names[entity.id], around, within[entity.id], language))
        if entity.id in found
        else entity
        for entity in entities
    )


def _proper_names(entity: Entity, language: Language) -> list[str]:
    """Give what a place is called, no description; of a country that only an adjective names, the country."""
    demonym = None if entity.named else language.demonyms.get(entity.label.lower())
    return [demonym.country] if demonym else [name for name in entity.names if name[:1].isupper() and entity.named]


def _with_links(entity: Entity, place: Place | None) -> Entity:
    if place is None:
        return entity
    at = (place.latitude, place.longitude) if place.latitude is not None and place.longitude is not None else None
    return replace(entity, links=place.links, linked_name=place.name, coordinates=at)


def candidates(names: Iterable[str], language: Language) -> tuple[Place, ...]:
    """Give the places that bear one of the names."""
    names = tuple(names)
    known = (language.countries.get(name.casefold()) for name in names)
    country = next((fold(found.country) for found in known if found is not None), "")
    folded = filter(None, dict.fromkeys([country, *map(fold, names)]))
    found = (place for name in folded for place in (*territories().get(name, ()), *cities().named(name)))
    places = tuple(dict.fromkeys(found))
    whole = {place.country for place in places if place.kind == "country" and not place.also}
    return tuple(place for place in places if place.kind != "city" or place.country not in whole)  # Singapore


def _is_plain(places: Sequence[Place]) -> bool:
    """Tell whether all places of a name lie in one country, so that it is evidence for others."""
    return bool(places) and places[0].kind != "country" and len({place.country for place in places}) == 1


def surroundings(mentions: Sequence[Mention], language: Language) -> Surroundings:
    """Collect what is beyond doubt: countries by name or adjective, and names that lie in one country only."""
    names = sorted({mention.name for mention in mentions if mention.name and mention.type == "Place"})
    plain = [places[0] for places in (candidates([name], language) for name in names) if _is_plain(places)]
    towns = [place for place in plain if place.kind == "city"]
    return Surroundings(
        countries=frozenset(_countries(mentions, language)),
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


def _where_they_lie(
    told: Statements, found: Mapping[str, tuple[Place, ...]], language: Language
) -> dict[str, frozenset[Area]]:
    """Read off the facts and the words behind a name in which country or state a place is said to lie."""
    lies: dict[str, set[Area]] = {key: set() for key in found}
    for fact in told.facts:
        if fact.relation == "located_in" and fact.subject in lies:
            lies[fact.subject] |= _areas(found.get(fact.object or "", ()))
    for entity in told.entities:
        for mention in entity.mentions if entity.id in found else ():
            lies[entity.id] |= _areas(_named_behind(told.article.text, mention.end, language))
    return {key: frozenset(areas) for key, areas in lies.items()}


def _areas(places: Iterable[Place]) -> set[Area]:
    return {(place.country, place.state) for place in places if place.kind != "city"}


def _named_behind(text: str, end: int, language: Language) -> tuple[Place, ...]:
    """Give the countries and states named right behind a place: `Paris, au Texas`, `Vienne (Autriche)`."""
    between = LIES_IN.match(text, end)
    words = WORDS.match(text, between.end()) if between else None
    spoken = words.group().split(" ") if words else []
    tried = (candidates([" ".join(spoken[:count])], language) for count in range(len(spoken), 0, -1))
    return next(filter(None, tried), ())


def choose(names: Sequence[str], around: Surroundings, within: frozenset[Area], language: Language) -> Place | None:
    """Choose the place that is meant by some names, None when none is plainly the best."""
    places = candidates(names, language)
    folded = set(map(fold, names))
    own = Counter([places[0].country]) if _is_plain(places) else Counter()
    others = replace(around, towns=around.towns - own)
    ranked = sorted(
        (
            (_worth(place, others, within) + OWN_NAME * (place.kind == "city" and fold(place.name) in folded), place)
            for place in places
        ),
        key=_best_first,
    )
    if not ranked or ranked[0][0] < LEAST:
        return None
    is_close = len(ranked) > 1 and ranked[0][0] - ranked[1][0] < GAP
    return None if is_close else ranked[0][1]


def _best_first(pair: tuple[float, Place]) -> tuple[float, str]:
    return -pair[0], pair[1].geonames


def _worth(place: Place, around: Surroundings, within: frozenset[Area]) -> float:
    area = (place.country, place.state)
    worth = _own_worth(place) + TOWN * min(around.towns[place.country], MOST_TOWNS)
    if place.kind == "country":
        return worth
    is_named = place.country in around.countries
    worth += is_named * (NAMED if place.kind == "city" else NAMED_OF_STATE) + AT_HOME * (place.country == around.home)
    worth += SAME_STATE * (area in around.states if place.kind == "city" else around.towns_by_state[area] > 0)
    is_said = any(place.country == country and state in {"", place.state} for country, state in within)
    return worth + LIES_THERE * is_said


def _own_worth(place: Place) -> float:
    if place.kind == "country":
        return ALSO if place.also else COUNTRY
    if place.kind == "state":
        return STATE
    return log10(max(place.population, 1)) + CAPITAL * (place.geonames in capitals())
