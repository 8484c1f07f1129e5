"""The tables of relations, stances, nouns, demonyms and names: well-formed, unambiguous, and true of their examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from kg.annotation import annotate
from kg.errors import KnowledgeError
from kg.extraction import extract
from kg.extraction.tree import Tree
from kg.language import KNOWLEDGE, Frame, Relation, Stance, demonyms, load, read_frame, relation_rows, rows
from kg.model import Article, EntityType, EventFinding, Findings, NameLabel, Parse, Span

FRENCH = load("fr")
TABLES = {
    "stances": ("lemma", "stance", "example", "source"),
    "nouns": ("lemma", "type", "kind", "example", "source"),
    "gazetteer": ("name", "label", "example", "source"),
    "demonyms": ("iso", "country", "aliases", "adjectives", "prefix", "source"),
}
FLOORS = {"relations": 390, "verbs": 1900, "nouns": 1200, "stances": 400, "types": 2300, "gazetteer": 1900}
SOURCE = re.compile(
    r"https://\S+|UNTERM, .+|CAMEO \d{2,4} .+|FrameNet [A-Z][A-Za-z_]+|FrSemCor|"
    r"Recommandation concernant les noms d'États.+"
)
STATES = frozenset(
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO "
    "CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID "
    "IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK "
    "ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC "
    "SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VC VE VN VU WS YE "
    "ZA ZM ZW".split()
)
"""The members of the United Nations by ISO 3166-1 code."""
CODES = ("fr", "en")
GOVERNMENT = {"fr": r"gouvernement d(?:e |e la |e l'|u |es |').+", "en": r"government of (?:the )?[A-Z].+"}


def _rows(name: str, code: str = "fr") -> list[dict[str, str]]:
    return list(rows(KNOWLEDGE / "languages" / code / f"{name}.tsv", TABLES[name]))


def _event_types() -> set[str]:
    """Read the event types that the head of the table explains."""
    head = (KNOWLEDGE / "relations.tsv").read_text(encoding="utf-8").split("\nid\t")[0]
    return set(re.findall(r"\b[A-Z]{2,}(?= {2,})", head.partition("# type:")[2]))


def _frames(code: str, part: str) -> Iterator[tuple[str, Frame]]:
    for row in relation_rows():
        relation = Relation(row["id"], row["type"], row["cameo"], (), row["example"], row["source"])
        for entry in filter(None, (entry.strip() for entry in row[f"{code}_{part}"].split(";"))):
            yield row["id"], read_frame(entry, relation)


@cache
def _read(examples: tuple[str, ...], code: str = "fr") -> tuple[Parse, tuple[Span, ...]]:
    """Parse the examples as the paragraphs of one article; give the parse and the span of each example."""
    spans, start = [], 0
    for example in examples:
        spans.append(Span(start, start + len(example)))
        start += len(example) + 2
    return annotate(Article("examples", "\n\n".join(examples), code, tuple(spans))), tuple(spans)


def _findings() -> tuple[Findings, tuple[Span, ...]]:
    parse, spans = _read(tuple(row["example"] for row in relation_rows()))
    return extract(parse, FRENCH), spans


# ---- relations -------------------------------------------------------------------------------------------------


def test_relations_are_well_formed() -> None:
    types = _event_types()
    for row in relation_rows():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row["id"]), row["id"]
        assert row["type"] in types, row["id"]
        assert re.fullmatch(r"(0[1-9]|1\d|20)?", row["cameo"]), row["id"]
        assert row["en"], row["id"]
        assert row["fr"], row["id"]
        assert row["fr_verbs"] or row["fr_nouns"], row["id"]
        assert row["en_verbs"] or row["en_nouns"], row["id"]
        assert SOURCE.fullmatch(row["source"]), row["id"]


def test_relations_are_unique() -> None:
    ids = Counter(row["id"] for row in relation_rows())
    assert [relation for relation, count in ids.items() if count > 1] == []


def test_each_event_type_is_used() -> None:
    assert {row["type"] for row in relation_rows()} == _event_types()


def test_cameo_codes_of_sources_belong_to_the_root_code() -> None:
    for row in relation_rows():
        cited = re.match(r"CAMEO (\d\d)", row["source"])
        if cited:
            assert row["cameo"] == cited[1], row["id"]


@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_verb_frame_names_two_relations(code: str) -> None:
    named = defaultdict(set)
    for relation, frame in _frames(code, "verbs"):
        named[frame.lemma, frame.reflexive, frame.verb_object, frozenset(frame.roles)].add(relation)
    assert {key: relations for key, relations in named.items() if len(relations) > 1} == {}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_noun_names_two_relations(code: str) -> None:
    named = defaultdict(set)
    for relation, frame in _frames(code, "nouns"):
        named[frame.lemma, frame.verb_object].add(relation)
    assert {key: relations for key, relations in named.items() if len(relations) > 1} == {}


def test_nouns_of_several_words_are_one_lemma() -> None:
    assert [frame.lemma for _, frame in _frames("fr", "nouns") if frame.verb_object or frame.reflexive] == []


def test_an_unknown_role_is_refused() -> None:
    relation = Relation("visited", "CONSULT", "04", (), "", "")
    with pytest.raises(KnowledgeError, match="visited: no such role: à:goal"):
        read_frame("se rendre à:goal", relation)


@pytest.mark.parametrize("entry", ["", "avoir lieu ici", "faire *", "à:target"])
def test_an_unreadable_entry_is_refused(entry: str) -> None:
    relation = Relation("happened", "HAPPEN", "", (), "", "")
    with pytest.raises(KnowledgeError, match="happened: cannot read the entry"):
        read_frame(entry, relation)


@pytest.mark.model
def test_each_example_tells_its_relation() -> None:
    findings, spans = _findings()
    told = [{event.relation for event in findings.events if span.covers(event.trigger)} for span in spans]
    missed = [
        (row["id"], row["example"], sorted(found))
        for row, found in zip(relation_rows(), told, strict=True)
        if row["id"] not in found
    ]
    assert missed == []


@pytest.mark.model
def test_the_verbs_of_news_are_in_the_table(shared: Path) -> None:
    """Nineteen in twenty verbs that tell an event have their relation, in articles that the table was not read off."""
    gold = {path.stem for path in (shared / "gold" / "dev").glob("*.json")}
    texts = [path for path in sorted((shared / "data" / "wikinews").glob("*.txt")) if path.stem not in gold]
    verbs = [event for path in texts for event in _told(path.read_text(encoding="utf-8")) if not event.nominal]
    tabled = [event for event in verbs if not event.relation.startswith("fr:")]
    assert len(tabled) >= 0.95 * len(verbs) > 0


def _told(text: str) -> tuple[EventFinding, ...]:
    return extract(annotate(Article("news", text, "fr", (Span(0, len(text)),))), FRENCH).events


# ---- stances ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_stances_are_well_formed(code: str) -> None:
    table = _rows("stances", code)
    assert len(table) == len(load(code).stances)
    for row in table:
        assert row["stance"] in get_args(Stance), row["lemma"]
        assert SOURCE.fullmatch(row["source"]), row["lemma"]
    assert {row["stance"] for row in table} == set(get_args(Stance))


@pytest.mark.model
@pytest.mark.parametrize("code", CODES)
def test_each_example_of_a_stance_holds_its_word(code: str) -> None:
    table, language = _rows("stances", code), load(code)
    parse, spans = _read(tuple(row["example"] for row in table), code)
    missed = []
    for row, span in zip(table, spans, strict=True):
        trees = [Tree(sentence, language) for sentence in parse.sentences if span.covers(sentence.span)]
        read = {tree.stance(token) for tree in trees for token in tree.sentence.tokens}
        cited = {tree.citation(token) for tree in trees for token in tree.sentence.tokens}
        if row["lemma"] not in cited and (" " not in row["lemma"] or row["stance"] not in read):
            missed.append((row["lemma"], row["example"]))
    assert missed == []


# ---- nouns -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_nouns_are_well_formed(code: str) -> None:
    table = _rows("nouns", code)
    assert len(table) == len(load(code).types)
    for row in table:
        assert row["type"] in get_args(EntityType), row["lemma"]
        assert row["kind"] in {"role", "title", "relative", "plain"}, row["lemma"]
        assert row["kind"] == "plain" or row["type"] == "Person", row["lemma"]
        assert row["lemma"] in row["example"], row["lemma"]
        assert SOURCE.fullmatch(row["source"]), row["lemma"]


@pytest.mark.parametrize("code", CODES)
def test_a_noun_is_an_event_or_a_thing(code: str) -> None:
    """A noun of both tables would be a person, thing or place wherever it fills a slot; only a person may be both."""
    language = load(code)
    both = {lemma for lemma in language.types if lemma in language.nouns and language.types[lemma].type != "Person"}
    assert both == set()


# ---- names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_gazetteer_is_well_formed(code: str) -> None:
    table = _rows("gazetteer", code)
    assert len(table) == len(load(code).gazetteer)
    for row in table:
        assert row["label"] in get_args(NameLabel), row["name"]
        assert row["name"].casefold() in row["example"].casefold(), row["name"]
        assert SOURCE.fullmatch(row["source"]), row["name"]


@pytest.mark.parametrize("code", CODES)
def test_demonyms_are_well_formed(code: str) -> None:
    shared = Counter(row["iso"] for row in _rows("demonyms", code) if row["iso"])
    assert [iso for iso, count in shared.items() if count > 1] == ["GB"]  # England, Scotland and so on have no other
    for row in _rows("demonyms", code):
        assert re.fullmatch("(?:[A-Z]{2})?", row["iso"]), row
        assert row["country"], row
        assert row["adjectives"] == row["adjectives"].lower(), row["country"]
        assert SOURCE.fullmatch(row["source"]), row["country"]


@pytest.mark.parametrize("code", CODES)
def test_all_members_of_the_united_nations_are_there(code: str) -> None:
    assert len(STATES) == 193
    assert STATES - {row["iso"] for row in _rows("demonyms", code)} == set()


@pytest.mark.parametrize("code", CODES)
def test_no_adjective_names_two_countries(code: str) -> None:
    named = defaultdict(set)
    for row in _rows("demonyms", code):
        for form in [*row["adjectives"].split(), *row["prefix"].split()]:
            named[form].add(row["country"])
    assert {form: countries for form, countries in named.items() if len(countries) > 1} == {}


@pytest.mark.parametrize("code", CODES)
def test_no_name_stands_for_two_countries(code: str) -> None:
    names = Counter(
        name.casefold()
        for row in _rows("demonyms", code)
        for name in [row["country"], *filter(None, row["aliases"].split("|"))]
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("code", CODES)
def test_seats_of_government_are_those_of_known_countries(code: str) -> None:
    columns = ("seat", "government", "country", "example", "source")
    table, countries = (
        list(rows(KNOWLEDGE / "languages" / code / "seats_of_government.tsv", columns)),
        load(code).countries,
    )
    assert len({row["seat"] for row in table}) == len(table)
    for row in table:
        assert row["country"].casefold() in countries, row["seat"]
        assert re.fullmatch(GOVERNMENT[code], row["government"]), row["seat"]
        assert row["seat"].casefold() not in countries, row["seat"]
        assert row["example"].startswith(row["seat"]), row["seat"]
        assert SOURCE.fullmatch(row["source"]), row["seat"]


@pytest.mark.parametrize(
    ("form", "country"),
    [("irakiennes", "Irak"), ("sud-coréen", "Corée du Sud"), ("américano", "États-Unis"), ("néerlandaise", "Pays-Bas")],
)
def test_adjectives_find_their_country(form: str, country: str) -> None:
    assert FRENCH.demonyms[form].country == country


@pytest.mark.parametrize(
    ("form", "country"), [("dutch", "Netherlands"), ("south-korean", "South Korea"), ("danes", "Denmark")]
)
def test_english_adjectives_find_their_country(form: str, country: str) -> None:
    assert demonyms("en")[0][form].country == country


@pytest.mark.parametrize(("name", "iso"), [("etats-unis", "US"), ("rdc", "CD"), ("grande-bretagne", "GB")])
def test_other_spellings_find_their_country(name: str, iso: str) -> None:
    assert FRENCH.countries[name].iso == iso


# ---- size ------------------------------------------------------------------------------------------------------


def test_tables_do_not_shrink() -> None:
    sizes = {"relations": len(relation_rows())} | {
        name: len(getattr(FRENCH, name)) for name in FLOORS if name != "relations"
    }
    assert {name: size for name, size in sizes.items() if size < FLOORS[name]} == {}
    assert len(_rows("demonyms")) >= 300
