"""Stores: what is kept, withdrawn and merged equals a build of the same articles, whatever happens on the way."""

from __future__ import annotations

import pickle
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import HOSTILE
from strategies import statements as drawn_statements

import kg
from kg import pipeline
from kg.errors import GraphError, OutputError
from kg.graph import bare, of_article, read_decisions, summarise
from kg.model import Article, Entity, EntityType, Event, Fact, Span, Statements, TimeExpression
from kg.pipeline import Graph
from kg.rdf.changes import Name
from kg.rdf.datasets import graph_name
from kg.rdf.increments import State
from kg.rdf.on_disk import OnDisk
from kg.store import is_store, opened
from kg.store.memory import from_json, to_json

DECISIONS = read_decisions("merge 'Donald Trump' 'Mustafa Al-Kadhimi'")


@pytest.fixture
def articles(statements: Statements) -> list[Statements]:
    """Give three articles that tell the same, each in its own words."""
    return [
        statements,
        replace(statements, article=replace(statements.article, id="other", date="2020-10")),
        replace(statements, article=replace(statements.article, id="third", title=None), events=statements.events[:3]),
    ]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Give the path of a store that is not there yet."""
    return str(tmp_path / "store")


def keep(location: str, articles: Sequence[Statements], base: str | None = None) -> None:
    """Keep articles."""
    assert list(pipeline.keep(articles, location, base)) == list(articles)


def same(location: str, articles: Sequence[Statements]) -> bool:
    """Tell whether a store holds just what a build of these articles gives."""
    found, built = kg.load(location), Graph(articles)
    with opened(location) as it:
        kept = set(it.database.triples(None))
    expected = {quad.triple for quad in ox.parse(built.to_turtle(), format=ox.RdfFormat.TURTLE)}
    return (kept, found.to_rdf("nq")) == (expected, built.to_rdf("nq"))


def forget(location: str, *names: str) -> None:
    """Withdraw articles."""
    with opened(location, writable=True) as it:
        it.forget(names)


# ---- articles come and go --------------------------------------------------------------------------------------


def test_a_store_holds_what_a_build_gives(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    assert is_store(Path(store))
    assert same(store, articles)


def test_it_grows_by_and_by(store: str, articles: list[Statements]) -> None:
    for number, article in enumerate(articles, 1):
        keep(store, [article])
        assert same(store, articles[:number])


def test_an_article_is_withdrawn(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    forget(store, "other")
    assert same(store, [articles[0], articles[2]])
    assert not list(Path(store).rglob("other.json"))
    forget(store, "sample", "third")
    assert same(store, [])
    keep(store, articles[1:])
    assert same(store, articles[1:])


def test_an_article_that_is_built_again_takes_its_own_place(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    text = articles[1].article.text.replace("Une explosion", "Un incendie")
    changed = replace(articles[1], article=replace(articles[1].article, text=text))
    keep(store, [changed])
    assert same(store, [articles[0], changed, articles[2]])
    improved = replace(articles[0], events=articles[0].events[:2])  # the same text, read by better rules
    keep(store, [improved])
    assert same(store, [improved, changed, articles[2]])


def test_what_is_built_again_unchanged_is_left_as_it_is(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    with opened(store, writable=True) as it:
        for article in articles:
            it.put(of_article(article), "{}")
        assert it.articles.is_merged
    assert same(store, articles)


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(drawn_statements(), min_size=1, max_size=3, unique_by=lambda one: one.article.id), st.data())
def test_whatever_the_articles_say(tmp_path: Path, articles: list[Statements], data: st.DataObject) -> None:
    location = tmp_path / "store"
    shutil.rmtree(location, ignore_errors=True)
    keep(str(location), articles)
    assert same(str(location), articles)
    gone = data.draw(st.sampled_from(articles))
    forget(str(location), gone.article.id)
    assert same(str(location), [article for article in articles if article is not gone])


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.strip()])
def test_any_id_will_do(store: str, statements: Statements, name: str) -> None:
    article = replace(statements, article=replace(statements.article, id=name))
    keep(store, [article])
    with opened(store) as it:
        assert [kept.name for kept in it.articles] == [name]
        assert pipeline.Graph([article]).to_json() == it.json(name)
    inside = {path.parent for path in Path(store).rglob("*.json") if path.name != "merging.json"}
    assert inside == {Path(store) / "articles"}
    forget(store, name)
    assert same(store, [])


def test_what_the_user_decided_holds_until_he_decides_otherwise(store: str, articles: list[Statements]) -> None:
    list(pipeline.keep(articles[:1], store, decisions=DECISIONS))
    keep(store, articles[1:])
    assert kg.load(store).to_turtle() == Graph(articles, decisions=DECISIONS).to_turtle()
    list(pipeline.keep([], store, decisions=read_decisions("")))
    assert same(store, articles)


def test_data_stands_under_one_base(store: str, articles: list[Statements]) -> None:
    keep(store, articles[:1], base="https://news.test/")
    keep(store, articles[1:])
    assert kg.load(store).to_turtle() == Graph(articles).to_turtle("https://news.test/")
    with pytest.raises(GraphError, match=r"stands under https://news\.test/, not under https://other\.test/"):
        keep(store, articles, base="https://other.test/")


# ---- merging again ---------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_read_again(
    store: str, articles: list[Statements], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, articles[:2])
    read: list[str] = []
    triples = OnDisk.triples

    def watched(database: OnDisk, name: Name) -> list[ox.Triple]:
        read.append(str(name))
        return triples(database, name)

    monkeypatch.setattr(OnDisk, "triples", watched)
    keep(store, articles[2:])
    forget(store, "third")
    others = [str(graph_name(of_article(article))) for article in articles[:2]]
    assert not set(others) & set(read)
    monkeypatch.undo()
    assert same(store, articles[:2])


@pytest.mark.parametrize(
    "damage", ["", "{}", '{"version": 2}', '{"version": 1, "decisions": [], "articles": []}', None]
)
def test_without_what_the_last_merging_knew_all_is_read(
    store: str, articles: list[Statements], damage: str | None
) -> None:
    keep(store, articles[:2])
    memory = Path(store) / "merging.json"
    assert from_json(memory.read_text()).summaries
    memory.unlink()
    if damage is not None:
        memory.write_text(damage)
    keep(store, articles[2:])
    assert same(store, articles)
    assert len(from_json(memory.read_text()).summaries) == len(articles)


@pytest.mark.slow
@given(drawn_statements())
def test_what_merging_looks_at_is_read_as_it_was_written(statements: Statements) -> None:
    summary = bare(summarise(of_article(statements)))
    state = State({summary.document.id: summary}, DECISIONS)
    assert from_json(to_json(state)) == state


NAMES = ("Barack Obama", "Obama", "Michelle Obama", "Organisation des Nations unies", "ONU")


@st.composite
def an_article(draw: st.DrawFn) -> Statements:
    """Draw a short article of a few that have people, bodies and events in common."""
    labels = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    text = " ".join(labels)
    whole = Span(0, len(text))
    kinds: dict[str, EntityType] = {"ONU": "Organization", "Organisation des Nations unies": "Organization"}
    acronym = ("ONU",) if draw(st.booleans()) else ()
    entities = tuple(
        Entity(
            f"e{number}",
            label,
            kinds.get(label, "Person"),
            (label, *acronym * ("Nations" in label)),
            (whole,),
            (),
            named=True,
        )
        for number, label in enumerate(labels)
    )
    day = draw(st.sampled_from(("2020-01-03", "2020-01-04")))
    asserted = draw(st.booleans())
    event = Event(
        id="v0", relation=draw(st.sampled_from(("met", "killed"))), labels=(("en", "met"), ("fr", "a rencontré")),
        type="CONSULT", triggers=(whole,), actors=("e0",), targets=("e1",), places=(), evidence=(whole,),
        time=TimeExpression(whole, "DATE", day), polarity="positive", modality="actual" if asserted else "future",
        sources=(), confidence=0.5, rules=(),
    )  # fmt: skip
    fact = Fact("e0", "position", None, draw(st.sampled_from(("président", "maire"))), None, (whole,), 0.5, ())
    name = draw(st.sampled_from(("a", "b", "c", "d")))
    article = Article(name, text, "fr", (whole,))
    return Statements(article, (whole,), entities, (event,), (), (fact,) if draw(st.booleans()) else ())


def test_what_several_articles_state_goes_with_the_last_of_them(store: str, articles: list[Statements]) -> None:
    meeting = replace(articles[0].events[0], actors=("e4",), targets=("e5",), relation="met", places=())
    both = [replace(article, events=(meeting,), facts=(), quotations=()) for article in articles[:2]]
    keep(store, both)
    asked = "ASK { ?kadhimi kg:met ?trump }"
    forget(store, "sample")
    assert same(store, both[1:])
    assert kg.load(store).query(asked)
    keep(store, both[:1])
    assert same(store, both)
    forget(store, "other", "sample")
    assert not kg.load(store).query(asked)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(an_article() | st.sampled_from(("a", "b", "c", "d", "decide")), min_size=2, max_size=8))
def test_whatever_comes_and_goes(tmp_path: Path, steps: list[Statements | str]) -> None:
    """After each step, the store holds just what a build of the articles gives."""
    location = str(tmp_path / "store")
    shutil.rmtree(location, ignore_errors=True)
    kept: dict[str, Statements] = {}
    decisions = read_decisions("")
    for step in steps:
        if isinstance(step, Statements):
            kept[step.article.id] = step
            keep(location, [step])
        elif step == "decide":
            decisions = read_decisions("" if decisions.splits else "split 'Barack Obama'\nmerge 'Michelle Obama' Obama")
            list(pipeline.keep([], location, decisions=decisions))
        elif kept.pop(step, None):
            forget(location, step)
        if kept:
            with opened(location) as it:
                found = set(it.database.triples(None))
            turtle = Graph(kept.values(), decisions=decisions).to_turtle()
            assert found == {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


# ---- what is asked of it ---------------------------------------------------------------------------------------


def test_questions_are_answered_as_from_a_file(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    asked = "SELECT ?who ?whom { ?who kg:killed ?whom }"
    assert kg.load(store).query(asked).to("csv") == Graph(articles).query(asked).to("csv")
    by_article = kg.load(store).query("SELECT DISTINCT ?article { GRAPH ?article { ?who kg:killed ?whom } }")
    assert len(by_article.to("csv").splitlines()) == 1 + len(articles)


def test_json_is_kept(store: str, articles: list[Statements]) -> None:
    keep(store, articles)
    with opened(store) as it:
        assert it.json("third") == Graph(articles[2:]).to_json()
        with pytest.raises(GraphError, match="keeps no JSON of 'none'"):
            it.json("none")


def test_what_is_not_there_is_said(store: str, articles: list[Statements], tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"there is no store at .*; make one by kg build INPUT --store"), opened(store):
        pass
    keep(store, articles[:1])
    with pytest.raises(GraphError, match="there is no article 'none'"):
        forget(store, "sample", "none")
    assert same(store, articles[:1])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(OutputError, match=r"holds other files, such as letter\.txt"):
        keep(str(tmp_path / "full"), articles)


def test_a_backup_is_a_store(store: str, articles: list[Statements], tmp_path: Path) -> None:
    keep(store, articles)
    with opened(store, writable=True) as it:
        it.compact()
        it.backup(tmp_path / "copy")
        with pytest.raises(GraphError, match="is there already"):
            it.backup(tmp_path / "copy")
    forget(store, "sample")
    assert same(str(tmp_path / "copy"), articles)
    with opened(str(tmp_path / "copy")) as it:
        assert it.json("sample") == Graph(articles[:1]).to_json()


# ---- interruptions ---------------------------------------------------------------------------------------------


def test_there_is_one_writer_and_readers_go_on(store: str, articles: list[Statements]) -> None:
    keep(store, articles[:1])
    with opened(store, writable=True) as it:
        it.put(of_article(articles[1]), "{}")
        code = f"from kg.store import opened\nwith opened({store!r}, writable=True): pass"
        second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "another process is writing to" in second.stderr
        assert Graph(articles[:1]).to_turtle() == kg.load(store).to_turtle()
    assert same(store, articles[:2])


def test_a_build_that_fails_keeps_what_was_done(store: str, articles: list[Statements]) -> None:
    def failing() -> Iterator[Statements]:
        yield articles[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(pipeline.keep(failing(), store))
    assert same(store, articles[:1])  # merged by the first who looks


WRITER = """
import pickle, sys
from dataclasses import replace
from kg import pipeline
statements = pickle.load(sys.stdin.buffer)
def many():
    for number in range(1000):
        text = f"{statements.article.text} {number}"
        yield replace(statements, article=replace(statements.article, id=f"a{number}", text=text))
for result in pipeline.keep(many(), sys.argv[1]):
    print(result.article.id, flush=True)
"""


@pytest.mark.slow
def test_killed_among_a_thousand_articles_it_loses_none_that_was_reported(store: str, statements: Statements) -> None:
    chance = random.Random(7)  # noqa: S311 - when to kill, no secret
    reported: set[str] = set()
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            pickle.dump(statements, writer.stdin)
            writer.stdin.close()
            for _ in range(chance.randrange(1, 120)):
                reported.add(writer.stdout.readline().decode().strip())
            writer.send_signal(signal.SIGKILL)
            reported |= {line.decode().strip() for line in writer.stdout if line.endswith(b"\n")}
        with opened(store) as it:
            kept = {one.name for one in it.articles}
            assert reported <= kept
    with opened(store) as it:
        for name in sorted(kept):
            assert it.json(name)
    text = statements.article.text
    numbers = sorted(int(name[1:]) for name in kept)
    whole = [
        replace(statements, article=replace(statements.article, id=f"a{number}", text=f"{text} {number}"))
        for number in numbers
    ]
    assert same(store, whole)


# ---- elsewhere -------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Start Oxigraph's own server."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("the server of Oxigraph is not installed (package oxigraph)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [program, "serve", "--location", tmp_path / "remote", "--bind", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
    ) as process:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.kill()


@pytest.mark.slow
def test_a_store_elsewhere_is_like_one_here(server: str, articles: list[Statements]) -> None:
    keep(server, articles)
    assert same(server, articles)
    forget(server, "other")
    assert same(server, [articles[0], articles[2]])
    keep(server, articles[:2])
    assert same(server, articles)
    asked = "SELECT ?who ?whom { ?who kg:killed ?whom }"
    assert kg.load(server).query(asked).to("csv") == Graph(articles).query(asked).to("csv")
    with opened(server) as it, pytest.raises(GraphError, match="is elsewhere; its backup is made there"):
        it.backup(Path("copy"))


@pytest.mark.slow
def test_hostile_words_reach_a_store_elsewhere_as_they_are(server: str, statements: Statements) -> None:
    for number, name in enumerate(HOSTILE):
        entity = replace(statements.entities[2], label=name, names=(name,))
        entities = tuple(entity if other.id == entity.id else other for other in statements.entities)
        article = replace(statements.article, id=f"{number}{name}", title=name, source=name)
        hostile = replace(statements, article=article, entities=entities)
        keep(server, [hostile])
        assert same(server, [hostile])
        forget(server, hostile.article.id)


@pytest.mark.slow
def test_a_store_elsewhere_that_holds_something_else_is_not_taken_for_an_empty_graph(
    server: str, statements: Statements
) -> None:
    triples = Graph([statements]).to_rdf("nt").encode()
    request = Request(f"{server}/store?default", triples, {"Content-Type": "application/n-triples"})  # noqa: S310 - ours
    urlopen(request).close()  # noqa: S310 - ours
    with pytest.raises(GraphError, match="holds no articles that kg build --store put there"):
        kg.load(server)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1", "cannot reach the store at http://127.0.0.1:1: "),
        ("http://user:secret@127.0.0.1:1", "cannot reach the store at http://127.0.0.1:1: "),
        ("https://", "is no address of a store"),
        ("http://[a", "is no address of a store"),
    ],
)
def test_a_store_that_cannot_be_reached(address: str, said: str) -> None:
    with pytest.raises(GraphError, match=f"^.*{re.escape(said)}") as caught:
        kg.load(address)
    assert "secret" not in str(caught.value)
