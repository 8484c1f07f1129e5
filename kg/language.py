"""A language is a folder of tables; this module reads and checks them.

Takes the tables under `knowledge/` (TSV with a header row, `#` lines are comments); gives frozen rows and the
`Language` that the grammar consults; knows the format of each table; never the text of an article. A broken table
raises `KnowledgeError` with the file, the line and what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, cast, get_args

from anyascii import anyascii

from kg.errors import KnowledgeError, LanguageError
from kg.model import EntityType, Labels, Modality, NameLabel

KNOWLEDGE = files("kg") / "knowledge"
Role = Literal["actor", "target", "place", "source", "none"]
PrepositionKind = Literal[
    "place",
    "spot",
    "time",
    "agent",
    "source",
    "topic",
    "opponent",
    "company",
    "purpose",
    "cause",
    "absence",
    "circumstance",
]
WordKind = Literal[
    "genitive", "genitive_form", "agent", "dative", "company", "mutual", "against", "aim", "purpose",
    "purpose_mark", "infinitive_mark", "reason_mark", "absence", "inside", "town", "place_of_object", "according",
    "opinion", "among", "condition", "complementizer", "open_conjunction", "open_before_that", "concessive",
    "circumstance", "negation", "negation_particle", "negative", "negative_determiner", "bare_negation", "excess",
    "hearsay", "doubting", "inverted_condition", "perfect", "undergone", "demonstrative", "definite",
    "possessive_1", "possessive_2", "possessive_3", "possessive_plural", "nobody", "clause_pronoun", "relative",
    "relative_place", "zero_relative", "dative_clitic", "infinitive_ending", "no_event", "supposed", "causative",
    "refusal", "telling_of", "first", "means", "naming_verb", "condition_noun", "uttering", "anybody", "uncounted",
    "region", "force", "no_national", "unit", "money", "year", "aged", "hedge", "number_noun", "portfolio",
    "address", "alias", "belonging", "owner", "property", "supranational", "article", "sentence_word", "introducer",
    "first_word",
]  # fmt: skip
"""What the rules of grammar ask words for; `grammar.tsv` explains each."""
Stance = Literal[
    "say", "promise", "plan", "want", "doubt", "deny", "order", "forbid", "know", "perceive",
    "try", "allow", "manage", "fail", "prevent",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactRelation:
    """A relation of lasting facts (`knowledge/facts.tsv`)."""

    id: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of events (`knowledge/relations.tsv`): an English past-tense identifier with its event type."""

    id: str
    type: str
    cameo: str
    labels: Labels
    example: str
    source: str

    @property
    def is_open(self) -> bool:
        """Whether the table does not have it, and it was made of a lemma: `fr:rabaisser`."""
        return ":" in self.id


@dataclass(frozen=True, slots=True)
class Frame:
    """How a verb or noun names a relation: which preposition carries which role.

    `verb_object` is the rest of a multiword verb (`lieu` in `avoir lieu`, `en place` in `mettre en place`); with
    `object_is_target` that noun is also the target (`faire 14 morts`). The lemma of a multiword noun is the whole,
    each word a lemma (`prise de otage`). `roles` maps a preposition to its role; `rank` is the place of the word in its
    cell, for the first words of a row mean it most.
    """

    relation: Relation
    lemma: str
    reflexive: bool = False
    verb_object: str | None = None
    object_is_target: bool = False
    roles: Mapping[str, Role] = cast("Mapping[str, Role]", None)
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Demonym:
    """A country's name as the language writes it, with its ISO code."""

    country: str
    iso: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that tells what its referent is: its entity type, and whether it is a `role` or `title` of a person.

    A `relative` is one to another person.
    """

    lemma: str
    type: EntityType
    kind: Literal["role", "title", "relative", "plain"]


@dataclass(frozen=True, slots=True)
class Language:
    """All tables of one language, keyed for look-up by lemma or lower-case form.

    `complex_prepositions` maps the word in the middle to the wholes (`lors` -> `lors de`); `light_verbs` a verb and the
    preposition of its event noun ("" for none) to the role of its subject; `controllers` a verb to where the doer of
    its infinitive stands ("object", or a preposition; "holder" of a noun); `intransitives` form their past with être;
    the subject of `undertakings` does the event that their object names; a verb and preposition of `charges` say what
    the verb's object is charged with; `impersonal` matches a pronoun
    that stands for nobody with what follows, in ASCII; `words` are those that the rules of grammar ask for, by kind.
    """

    code: str
    words: Mapping[WordKind, frozenset[str]]
    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    stances: Mapping[str, Stance]
    demonyms: Mapping[str, Demonym]
    countries: Mapping[str, Demonym]
    types: Mapping[str, Noun]
    gazetteer: Mapping[str, NameLabel]
    prepositions: Mapping[str, PrepositionKind]
    complex_prepositions: Mapping[str, tuple[str, ...]]
    light_verbs: Mapping[tuple[str, str], Role]
    controllers: Mapping[str, str]
    intransitives: frozenset[str]
    modals: Mapping[str, Modality]
    undertakings: frozenset[str]
    charges: frozenset[tuple[str, str]]
    naming_nouns: Mapping[str, NameLabel]
    impersonal: re.Pattern[str]

    def is_impersonal(self, text: str) -> bool:
        """Tell whether a text begins with a pronoun that stands for nobody: *il*, *it*.

        >>> load("fr").is_impersonal("Il s’agit d’un accident."), load("fr").is_impersonal("Il s’est enfui.")
        (True, False)
        """
        return self.impersonal.match(anyascii(text)) is not None

    def noun(self, lemma: str, form: str) -> Noun | None:
        """Find a noun by its lemma or form; `ex-ministre` and `vice-président` are what they were or stand in for."""
        for word in dict.fromkeys((lemma, form, lemma.lower(), form.lower())):
            found = self.types.get(word)
            if found is None and word[:3] in {"ex-", "vic"}:
                found = self.types.get(word.partition("-")[2])
            if found is not None:
                return found
        return None


def rows(path: Traversable, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a TSV table as dictionaries; a table that is not there has none.

    Raises:
        KnowledgeError: the header is not `columns`, or a row has more or fewer cells.

    """
    header: list[str] | None = None
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            if tuple(header) != columns:
                msg = f"{path.name}:{number}: the columns are {', '.join(header)}; expected {', '.join(columns)}"
                raise KnowledgeError(msg)
        elif len(cells) != len(header):
            msg = f"{path.name}:{number}: {len(cells)} cells under {len(header)} columns"
            raise KnowledgeError(msg)
        else:
            yield dict(zip(header, cells, strict=True))


@cache
def fact_relations() -> tuple[FactRelation, ...]:
    """Read the relations of facts."""
    table = rows(KNOWLEDGE / "facts.tsv", ("id", "en", "fr", "example", "source"))
    return tuple(FactRelation(row["id"], (("en", row["en"]), ("fr", row["fr"]))) for row in table)


RELATION_COLUMNS = (
    "id", "type", "cameo", "en", "fr", "fr_verbs", "fr_nouns", "en_verbs", "en_nouns", "example", "source",
)  # fmt: skip


@cache
def relation_rows() -> tuple[dict[str, str], ...]:
    """Read `relations.tsv` as it stands."""
    return tuple(rows(KNOWLEDGE / "relations.tsv", RELATION_COLUMNS))


ENTRY = re.compile(
    r"(?P<reflexive>se |s')?(?:en |y )?(?P<lemma>[^ :*]+)(?: (?P<is_target>\*)?(?P<object>[^ :*]+))?"
    r"(?P<roles>(?: [^ :]+:[^ :]+)*)"
)


def read_frame(entry: str, relation: Relation, rank: int = 0) -> Frame:
    """Read one entry of a verb or noun cell.

    The notation is `[se ][en |y ]LEMMA[ [*]OBJECT][ PREPOSITION:ROLE]...`; `_` stands for a space inside a part. The
    clitics `en` and `y` are written for the reader and not matched. A star says that the object is also the target.

    >>> row = Relation("visited", "CONSULT", "04", (), "", "")
    >>> frame = read_frame("se rendre à:target dans:target", row)
    >>> frame.lemma, frame.reflexive, dict(frame.roles)
    ('rendre', True, {'à': 'target', 'dans': 'target'})
    >>> read_frame("donner lieu à:target", row).verb_object
    'lieu'
    >>> read_frame("mettre en_place", row).verb_object
    'en place'
    >>> frame = read_frame("faire *mort", row)
    >>> frame.verb_object, frame.object_is_target
    ('mort', True)
    >>> frame = read_frame("s'en prendre à:target", row)
    >>> frame.lemma, frame.reflexive, frame.verb_object
    ('prendre', True, None)
    """
    read = ENTRY.fullmatch(entry)
    if read is None:
        msg = f"relations.tsv: {relation.id}: cannot read the entry {entry!r}"
        raise KnowledgeError(msg)
    roles: dict[str, Role] = {}
    for pair in read["roles"].split():
        preposition, role = pair.split(":")
        if role not in get_args(Role):
            msg = f"relations.tsv: {relation.id}: no such role: {pair}"
            raise KnowledgeError(msg)
        roles[preposition.replace("_", " ")] = cast("Role", role)
    return Frame(
        relation=relation,
        lemma=read["lemma"].replace("_", " "),
        reflexive=read["reflexive"] is not None,
        verb_object=read["object"] and read["object"].replace("_", " "),
        object_is_target=read["is_target"] is not None,
        roles=roles,
        rank=rank,
    )


def _frames(code: str, part: Literal["verbs", "nouns"]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for row in relation_rows():
        labels = (("en", row["en"]), ("fr", row["fr"]))
        relation = Relation(row["id"], row["type"], row["cameo"], labels, row["example"], row["source"])
        for rank, entry in enumerate(filter(None, map(str.strip, row[f"{code}_{part}"].split(";")))):
            frame = read_frame(entry, relation, rank)
            found.setdefault(frame.lemma, []).append(frame)
    return {lemma: tuple(frames) for lemma, frames in found.items()}


def demonyms(code: str) -> tuple[dict[str, Demonym], dict[str, Demonym]]:
    """Read the countries of a language's table by their adjectives and inhabitants, and by their names.

    >>> adjectives, names = demonyms("en")
    >>> adjectives["dutch"].country, names["burma"].iso
    ('Netherlands', 'MM')

    Raises:
        KnowledgeError: the table is broken.

    """
    adjectives: dict[str, Demonym] = {}
    countries: dict[str, Demonym] = {}
    table = KNOWLEDGE / "languages" / code / "demonyms.tsv"
    for row in rows(table, ("iso", "country", "aliases", "adjectives", "prefix", "source")):
        demonym = Demonym(row["country"], row["iso"])
        for form in row["adjectives"].split():
            adjectives.setdefault(form.lower(), demonym)
        if row["prefix"]:
            adjectives.setdefault(row["prefix"].lower(), demonym)
        for name in [row["country"], *filter(None, row["aliases"].split("|"))]:
            countries.setdefault(name.casefold(), demonym)
    return adjectives, countries


def _pairs(folder: Traversable, table: str, key: str, value: str) -> dict[str, str]:
    """Read a table of two columns, each row with its example and source."""
    return {row[key]: row[value] for row in rows(folder / f"{table}.tsv", (key, value, "example", "source"))}


def _words(folder: Traversable, table: str) -> frozenset[str]:
    """Read a table that lists verbs."""
    return frozenset(row["verb"] for row in rows(folder / f"{table}.tsv", ("verb", "example", "source")))


def _impersonal(folder: Traversable) -> re.Pattern[str]:
    phrases = [row["words"] for row in rows(folder / "impersonal.tsv", ("words", "example", "source"))]
    anything = "|".join(phrase.replace(" ", "[^a-z]+") for phrase in phrases) or "(?!)"
    return re.compile(rf"(?:{anything})\b", re.IGNORECASE)


def _grammar(folder: Traversable) -> dict[WordKind, frozenset[str]]:
    """Read the words that the rules of grammar ask for; a kind without words is empty."""
    found: dict[str, set[str]] = {kind: set() for kind in get_args(WordKind)}
    for row in rows(folder / "grammar.tsv", ("kind", "word", "example", "source")):
        if row["kind"] not in found:
            msg = f"grammar.tsv: no such kind of words: {row['kind']}"
            raise KnowledgeError(msg)
        found[row["kind"]].add(row["word"])
    return {cast("WordKind", kind): frozenset(words) for kind, words in found.items()}


def _by_middle(prepositions: list[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in prepositions:
        if row["middle"] != "-":
            found[row["middle"]] = (*found.get(row["middle"], ()), row["preposition"])
    return found


def _nouns(folder: Traversable) -> dict[str, Noun]:
    table = rows(folder / "nouns.tsv", ("lemma", "type", "kind", "example", "source"))
    return {
        row["lemma"]: Noun(row["lemma"], cast("EntityType", row["type"]), cast("Literal['role']", row["kind"]))
        for row in table
    }


@cache
def load(code: str) -> Language:
    """Read all tables of a language.

    Raises:
        LanguageError: there is no folder for it.
        KnowledgeError: a table is broken.

    """
    folder = KNOWLEDGE / "languages" / code
    if code not in available():
        msg = f"no tables for the language '{code}'; there are tables for: {', '.join(available())}"
        raise LanguageError(msg)
    adjectives, countries = demonyms(code)
    prepositions = list(rows(folder / "prepositions.tsv", ("preposition", "kind", "middle", "example", "source")))
    charges = rows(folder / "charges.tsv", ("verb", "preposition", "example", "source"))
    light = rows(folder / "light_verbs.tsv", ("verb", "preposition", "subject", "example", "source"))
    names = _pairs(folder, "gazetteer", "name", "label")
    return Language(
        code=code,
        words=_grammar(folder),
        verbs=_frames(code, "verbs"),
        nouns=_frames(code, "nouns"),
        stances=cast("dict[str, Stance]", _pairs(folder, "stances", "lemma", "stance")),
        demonyms=adjectives,
        countries=countries,
        types=_nouns(folder),
        gazetteer={name.casefold(): cast("NameLabel", label) for name, label in names.items()},
        prepositions={row["preposition"]: cast("PrepositionKind", row["kind"]) for row in prepositions},
        complex_prepositions=_by_middle(prepositions),
        light_verbs={(row["verb"], row["preposition"].strip("-")): cast("Role", row["subject"]) for row in light},
        controllers=_pairs(folder, "control", "verb", "controller"),
        intransitives=_words(folder, "intransitives"),
        impersonal=_impersonal(folder),
        naming_nouns=cast("dict[str, NameLabel]", _pairs(folder, "naming_nouns", "lemma", "label")),
        undertakings=_words(folder, "undertakings"),
        charges=frozenset((row["verb"], row["preposition"]) for row in charges),
        modals=cast("dict[str, Modality]", _pairs(folder, "modals", "verb", "effect")),
    )


@cache
def available() -> tuple[str, ...]:
    """Name the languages that have tables, by code."""
    folder = KNOWLEDGE / "languages"
    return tuple(sorted(entry.name for entry in folder.iterdir() if (entry / "stances.tsv").is_file()))
