"""Cities, states, countries and continents by name, from the tables of `knowledge/places`.

Takes a name; gives the places that bear it. Knows folded names, ids, countries, coordinates and inhabitants; never
which of several places an article means.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from anyascii import anyascii

from kg.language import KNOWLEDGE, rows

GEONAMES = "https://sws.geonames.org/{}/"
WIKIDATA = "http://www.wikidata.org/entity/{}"
FOLDER = KNOWLEDGE / "places"


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its ids; `country` is an ISO 3166-1 code, `state` the code within it of a city or state.

    A state is the first division of its country (a region, a province, a canton), or a French department, which has
    the code of its region. A continent has no country. `population` and coordinates are of cities alone. `also` tells
    a name that means the place only beside its towns.
    """

    kind: Literal["city", "state", "country", "continent"]
    name: str
    country: str
    state: str
    geonames: str
    wikidata: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    also: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Give the IRIs of the place."""
        known = (
            GEONAMES.format(self.geonames) if self.geonames else "",
            self.wikidata and WIKIDATA.format(self.wikidata),
        )
        return tuple(filter(None, known))


def fold(name: str) -> str:
    """Fold a name to lower-case ASCII words.

    >>> fold("Pont-à-Mousson"), fold("N'Djamena")
    ('pont a mousson', 'n djamena')
    """
    return re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower()).strip()


class Cities:
    """The cities by their names; a line of the table is read when its city is asked for."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._numbers: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for name in line[line.rindex("\t") + 1 :].split("|"):
                self._numbers.setdefault(name, []).append(number)

    def named(self, name: str) -> tuple[Place, ...]:
        """Give the cities with a folded name, the largest first.

        >>> [(place.country, place.geonames) for place in cities().named("bagdad")]
        [('IQ', '98182')]
        """
        found = [self._city(number) for number in self._numbers.get(name, ())]
        return tuple(sorted(found, key=lambda place: -place.population))

    def _city(self, number: int) -> Place:
        key, name, country, state, latitude, longitude, population, _ = self._lines[number].split("\t")
        return Place("city", name, country, state, key, "", float(latitude), float(longitude), int(population))


@cache
def cities() -> Cities:
    """Read the cities once."""
    return Cities(gzip.decompress((FOLDER / "cities.tsv.gz").read_bytes()).decode())


REGION_COLUMNS = ("name", "code", "geonames", "shared")
TERRITORY_COLUMNS = ("name", "code", "wikidata", "geonames", "capital", "also")


@cache
def territories() -> Mapping[str, tuple[Place, ...]]:
    """Read continents, countries and states by their French names, folded.

    >>> [(place.kind, place.wikidata) for place in territories()["georgie"]]
    [('country', 'Q230'), ('state', 'Q1428')]
    """
    found: dict[str, list[Place]] = {}
    for row in rows(FOLDER / "territories.tsv", TERRITORY_COLUMNS):
        place = _territory(row)
        found.setdefault(fold(row["name"]), []).append(place)
        if row["also"]:
            found.setdefault(fold(row["also"]), []).append(replace(place, also=True))
    for row in rows(FOLDER / "regions.tsv", REGION_COLUMNS):
        country, _, state = row["code"].partition("-")
        region = Place("state", row["name"], country, state, row["geonames"], also=bool(row["shared"]))
        found.setdefault(fold(row["name"]), []).append(region)
    return {name: tuple(places) for name, places in found.items()}


def _territory(row: Mapping[str, str]) -> Place:
    country, _, state = row["code"].partition("-")
    if not country:
        return Place("continent", row["name"], "", "", row["geonames"], row["wikidata"])
    kind: Literal["state", "country"] = "state" if country == "US" and state else "country"
    return Place(kind, row["name"], country, state, row["geonames"], row["wikidata"])


@cache
def capitals() -> frozenset[str]:
    """Read the ids of the capitals."""
    return frozenset(row["capital"] for row in rows(FOLDER / "territories.tsv", TERRITORY_COLUMNS) if row["capital"])
