"""How quickly a large graph is loaded, asked and written, measured against rdflib.

    python tests/benchmark_rdf.py [--triples 1000000]

Makes a graph of that size from a fixed seed, then loads it, asks five questions and writes it as Turtle in three
engines, each in a process of its own: rdflib in memory, Oxigraph in memory as `kg.rdf.load` fills it, and Oxigraph on
disk. Prints CPU seconds of all threads, which other work on the machine disturbs least, the peak of memory, and how
many times better than rdflib each is; refuses to print where the engines do not answer alike. Questions are asked three
times, and the quickest counts.

The graph has the classes, properties and names that `kg.rdf` writes, in the proportions measured on 69 articles of
Wikinews (82,668 triples): for each article 45 claims, 17 events, 40 phrases in 11 sentences and 27 entities, 65 in 100
claims asserted, phrases of 41 letters and sentences of 137. A few entities and relations are in most claims, as there.
Its words mean nothing, and not all laws of `kg check` hold.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from kg.rdf.vocabulary import prefixes

REPEATS = 3
SECONDS = ("load", "lookup", "aggregate", "text filter", "evidence join", "time filter", "Turtle out")
MEMORY = "peak memory"
ENGINES = {"rdflib": "rdflib, memory", "memory": "Oxigraph, memory", "disk": "Oxigraph, disk"}
QUESTIONS = {
    "lookup": "SELECT ?claim ?status { ?claim rdf:subject ent:quelqu-un-ou-quoi-00000000 ; kg:status ?status }",
    "aggregate": """SELECT ?relation ?status (COUNT(?claim) AS ?n) {
        ?claim rdf:predicate ?relation ; kg:status ?status } GROUP BY ?relation ?status""",
    "text filter": """SELECT ?mention ?words {
        ?mention nif:anchorOf ?words
        FILTER(CONTAINS(LCASE(?words), "bagdad") && CONTAINS(LCASE(?words), "kadhimi")) }""",
    "evidence join": """SELECT ?who ?whom ?words ?headline {
        ?claim rdf:predicate kg:r1 ; kg:status kg:Reported ; rdf:subject ?who ; rdf:object ?whom ;
            kg:evidence ?mention .
        ?mention nif:anchorOf ?words ; nif:referenceContext ?article . ?article schema:headline ?headline }""",
    "time filter": """SELECT ?event ?type ?day {
        ?event sem:hasEarliestBeginTimeStamp ?day ; sem:eventType ?type
        FILTER(?day >= "2020-01-01"^^xsd:date && ?day < "2021-01-01"^^xsd:date) }""",
}
WORDS = """Bagdad Paris Washington président ministre armée général Kadhimi Souleimani Trump drone convoi accord visite
    troupes gouvernement déclaré promis frappé tué rencontré annoncé selon dans avec pour contre après avant les des une
    qui sur première élection manifestation blessés victimes enquête justice parti union européenne semaine""".split()
STATUSES = {"Asserted": 65, "Hypothetical": 14, "Reported": 12, "Projected": 6, "Negated": 3}
MODALITIES = {"Hypothetical": "Possible", "Projected": "Future"}
CLASSES = {"schema:Thing": 30, "schema:Place": 18, "schema:Organization": 14, "schema:Person": 12, "kg:Group": 26}
TYPES = "STATE CHANGE MOVE THINK RELATE DO ASSAULT HARM DISASTER CONSULT INVESTIGATE TRANSACT".split()
RELATIONS = 300
CLAIMS, EVENTS, PHRASES, SENTENCES, ENTITIES = 45, 17, 40, 11, 27  # of an article
PHRASE, SENTENCE, STEP = 41, 137, 55  # letters of each, and from one phrase to the next

Facts = dict[str, None]
"""What is said of a subject, each once and in order: `predicate object`."""


def entity(number: int) -> str:
    """Name an entity, by about as many letters as real ones have."""
    return f"ent:quelqu-un-ou-quoi-{number:08x}"


class Generator:
    """A graph drawn from a fixed seed; gives each subject with what is said of it."""

    def __init__(self, articles: int) -> None:
        self.random = Random(2020)  # noqa: S311 - the same graph in every run, no secret
        self.articles = articles
        self.stated: dict[int, Facts] = {}

    def subjects(self) -> Iterator[tuple[str, Facts]]:
        """Yield all subjects; entities last, as they gather what is stated of them."""
        for number in range(RELATIONS):
            yield f"kg:r{number}", self._relation(number)
        for number in range(self.articles):
            yield from self._article(f"{number:012x}")
        for number in range(self.articles * ENTITIES):
            yield entity(number), self._entity(number)

    def words(self, letters: int) -> str:
        """Draw words of about so many letters in all."""
        return " ".join(self.random.choices(WORDS, k=max(1, round(letters / 8))))

    def chance(self, share: float) -> bool:
        """Draw whether something is so in this share of cases."""
        return self.random.random() < share

    def one(self, shares: dict[str, int]) -> str:
        """Draw a key by its share."""
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _skewed(self, size: int) -> int:
        """Draw a number below the size, small ones far more often."""
        return int(size * self.random.random() ** 3)

    def _somebody(self) -> str:
        return entity(self._skewed(self.articles * ENTITIES))

    def _day(self) -> str:
        year, month, day = self.random.randrange(2015, 2025), self.random.randrange(1, 13), self.random.randrange(1, 29)
        return f'"{year}-{month:02}-{day:02}"^^xsd:date'

    def _relation(self, number: int) -> Facts:
        labels = [f'rdfs:label "r{number}"@en', f'rdfs:label "a {WORDS[number % len(WORDS)]} {number}"@fr']
        kind = f"kg:eventType kg:{TYPES[number % len(TYPES)]}"
        return dict.fromkeys(["a kg:Relation", f'schema:identifier "r{number}"', *labels, kind])

    def _entity(self, number: int) -> Facts:
        facts = [f"a {self.one(CLASSES)}", f'rdfs:label "{self.words(16)} {number}"']
        if self.chance(0.12):
            facts.append(f'skos:altLabel "{self.words(10)}"')
        if self.chance(0.05):
            facts += [f"skos:exactMatch <https://sws.geonames.org/{number}/>", "kg:linkConfidence 0.99"]
            facts += [f"schema:latitude {number % 90}.5", f"schema:longitude {number % 180}.25"]
        return dict.fromkeys(facts) | self.stated.get(number, {})

    def _article(self, key: str) -> Iterator[tuple[str, Facts]]:
        yield f"doc:{key}", dict.fromkeys([
            "a schema:NewsArticle", "a nif:Context", f'schema:identifier "article-{key}"', 'schema:inLanguage "fr"',
            f'schema:headline "{self.words(60)}"@fr', f"schema:datePublished {self._day()}",
            f'schema:sha256 "{key * 5}"', "nif:beginIndex 0", "nif:endIndex 2200",
        ])  # fmt: skip
        yield f"nar:{key}", dict.fromkeys(["a kg:Narrator", f"kg:narratorOf doc:{key}"])
        sentences = range(0, SENTENCES * 200, 200)
        phrases = [f"men:{key}-{begin}-{begin + PHRASE}" for begin in range(0, PHRASES * STEP, STEP)]
        for number, phrase in enumerate(phrases):
            around = sentences[number * STEP // 200]
            facts = self._words(key, number * STEP, PHRASE)
            yield (
                phrase,
                dict.fromkeys(["a nif:Phrase", *facts, f"nif:sentence men:{key}-{around}-{around + SENTENCE}"]),
            )
        for begin in sentences:
            facts = self._words(key, begin, SENTENCE)
            yield f"men:{key}-{begin}-{begin + SENTENCE}", dict.fromkeys(["a nif:Sentence", *facts])
        for number in range(EVENTS):
            yield f"ev:{key}{number}", self._event(self.random.choice(phrases))
        for number in range(CLAIMS):
            yield f"clm:{key}{number}", self._claim(key, number, self.random.choice(phrases))

    def _words(self, key: str, begin: int, letters: int) -> list[str]:
        return [
            f'nif:anchorOf "{self.words(letters)}"', f"nif:beginIndex {begin}", f"nif:endIndex {begin + letters}",
            f"nif:referenceContext doc:{key}",
        ]  # fmt: skip

    def _event(self, phrase: str) -> Facts:
        relation = self._skewed(RELATIONS)
        facts = ["a sem:Event", f"sem:eventType kg:{TYPES[relation % len(TYPES)]}", f"kg:relation kg:r{relation}"]
        for role, share in (("kg:actor", 0.6), ("kg:target", 0.63), ("sem:hasPlace", 0.1)):
            if self.chance(share):
                facts.append(f"{role} {self._somebody()}")
        if self.chance(0.05):
            properties = "sem:hasTimeStamp sem:hasEarliestBeginTimeStamp sem:hasLatestEndTimeStamp".split()
            day = self._day()
            facts += [f"{each} {day}" for each in properties]
        return dict.fromkeys([*facts, f"kg:evidence {phrase}"])

    def _claim(self, key: str, number: int, phrase: str) -> Facts:
        subject, relation = self._skewed(self.articles * ENTITIES), self._skewed(RELATIONS)
        goal, status = self._object(key, number), self.one(STATUSES)
        if status == "Asserted":
            self.stated.setdefault(subject, {})[f"kg:r{relation} {goal}"] = None
        source = self._somebody() if status == "Reported" else f"nar:{key}"
        facts = [
            "a kg:Claim", f"rdf:subject {entity(subject)}", f"rdf:predicate kg:r{relation}", f"rdf:object {goal}",
            f"kg:status kg:{status}", f"kg:polarity kg:{'Negative' if status == 'Negated' else 'Positive'}",
            f"kg:modality kg:{MODALITIES.get(status, 'Actual')}", f"prov:wasAttributedTo {source}",
            f"prov:wasDerivedFrom doc:{key}", f"kg:evidence {phrase}",
            f"kg:confidence 0.{self.random.randrange(50, 100) | 1}",
        ]  # fmt: skip
        return dict.fromkeys([*facts, *self._circumstances(key, number)])

    def _object(self, key: str, number: int) -> str:
        """Draw what a claim is about: the relation of a one-sided event, somebody, an earlier claim, or words."""
        kind = self.one({"relation": 46, "entity": 29, "claim": 15, "words": 10})
        if kind == "claim" and number:
            return f"clm:{key}{self.random.randrange(number)}"
        if kind == "words":
            return f'"{self.words(10)}"@fr'
        return f"kg:r{self._skewed(RELATIONS)}" if kind == "relation" else self._somebody()

    def _circumstances(self, key: str, number: int) -> Iterator[str]:
        if self.chance(0.49):
            yield f"kg:event ev:{key}{self.random.randrange(EVENTS)}"
        if number and self.chance(0.15):
            yield f"kg:within clm:{key}{self.random.randrange(number)}"
        if self.chance(0.07):
            yield f"kg:place {self._somebody()}"
        if self.chance(0.03):
            day = self._day()
            yield from (f"{each} {day}" for each in ("kg:time", "kg:timeFrom", "kg:timeTo"))
            yield f'kg:timeText "{self.words(12)}"@fr'
        for rule in self.random.sample(range(400), k=3):
            yield f'kg:rule "rule/{rule}"'


def write_graph(path: Path, size: int) -> int:
    """Write a graph of about so many triples as Turtle, and give its size."""
    generator = Generator(max(1, size // 1180))
    count = 3
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
        for subject, facts in generator.subjects():
            file.write(subject + " " + " ;\n    ".join(facts) + " .\n")
            count += len(facts)
        file.write(f"<https://example.org/kg/> a void:Dataset ; void:vocabulary kg: ; void:triples {count} .\n")
    return count


# ---------------------------------------------------------------- the engines, each in its own process


def by_rdflib(source: Path, target: Path) -> dict[str, Any]:
    """Measure rdflib, its graph in memory."""
    import rdflib  # noqa: PLC0415 - each process loads one engine, whose memory is measured

    graph = rdflib.Graph()
    for name, iri in prefixes().items():
        graph.bind(name, iri, replace=True)
    load, _ = timed(lambda: graph.parse(source, format="turtle"))
    return measured(
        load,
        lambda sparql: [tuple(map(str, row)) for row in graph.query(sparql)],  # type: ignore[arg-type]  # SELECT all
        lambda: graph.serialize(target, format="turtle"),
    )


def by_oxigraph(source: Path, target: Path, folder: Path | None) -> dict[str, Any]:
    """Measure Oxigraph, its store in memory or in a folder."""
    import pyoxigraph as ox  # noqa: PLC0415 - as above

    from kg.rdf import load  # noqa: PLC0415 - as above

    def fill() -> ox.Store:
        if folder is None:
            return load(source)
        store = ox.Store(folder)
        store.bulk_load(path=source, format=ox.RdfFormat.TURTLE)
        store.flush()
        return store

    def ask(sparql: str) -> list[tuple[str, ...]]:
        found = store.query(sparql, prefixes=prefixes())
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(term.value for term in row) for row in found]  # all are bound, to IRIs and literals

    seconds, store = timed(fill)
    form, graph = ox.RdfFormat.TURTLE, ox.DefaultGraph()
    return measured(seconds, ask, lambda: store.dump(target, format=form, from_graph=graph, prefixes=prefixes()))


def measured(load: float, ask: Callable[[str], list[tuple[str, ...]]], write: Callable[[], object]) -> dict[str, Any]:
    """Ask, write, and give the seconds of each step, the megabytes at the peak, and the answers."""
    found: dict[str, Any] = {"load": load}
    answers = {}
    for name, sparql in QUESTIONS.items():
        runs = [timed(partial(ask, sparql)) for _ in range(REPEATS)]
        found[name] = min(seconds for seconds, _ in runs)
        answers[name] = sorted(runs[0][1])
    found["Turtle out"], _ = timed(write)
    found[MEMORY] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"answers": answers}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the CPU seconds that some work takes, and its result."""
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def measure(engine: str, source: Path) -> dict[str, Any]:
    """Measure one engine, its files in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "out.ttl")
        if engine == "rdflib":
            return by_rdflib(source, target)
        return by_oxigraph(source, target, Path(folder, "store") if engine == "disk" else None)


def in_own_process(engine: str, source: Path) -> dict[str, Any]:
    """Measure one engine."""
    command = [sys.executable, __file__, "--engine", engine, "--source", str(source)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# ---------------------------------------------------------------- the table


def table(found: dict[str, dict[str, Any]]) -> str:
    """Lay out what was measured, with how many times better than rdflib each is."""
    lines = [f"{'':14}{''.join(f'{title:>24}' for title in ENGINES.values())}"]
    for step in (*SECONDS, MEMORY):
        unit = "MB" if step == MEMORY else "s"
        digits = 0 if step == MEMORY else 3
        cells = [f"{found[engine][step]:.{digits}f} {unit}" for engine in ENGINES]
        ratios = [f"({found['rdflib'][step] / found[engine][step]:.1f})" for engine in ENGINES]
        lines.append(f"{step:14}{''.join(f'{cell:>14} {ratio:>9}' for cell, ratio in zip(cells, ratios, strict=True))}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--triples", type=int, default=1_000_000, help="about how many (default: a million)")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        sys.stdout.write(json.dumps(measure(options.engine, options.source)))
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "graph.ttl")
        size = write_graph(source, options.triples)
        found = {engine: in_own_process(engine, source) for engine in ENGINES}
    answers = [each.pop("answers") for each in found.values()]
    assert answers[0] == answers[1] == answers[2], "the engines do not answer alike"
    assert all(answers[0].values()), "a question finds nothing; make the graph larger"
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in answers[0].items())
    sys.stdout.write(
        f"{size} triples; rows: {counts}; CPU seconds; in brackets: times better than rdflib\n\n{table(found)}"
    )


if __name__ == "__main__":
    main()
