"""The command line: what goes to standard output and error, what is written, and how each command ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import pipeline
from kg.cli import app
from kg.model import Article, Statements

SENTENCE = "Le président a reçu une délégation à Bagdad."
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs `kg` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=stdin)

    return call


@pytest.fixture
def known(statements: Statements, monkeypatch: pytest.MonkeyPatch) -> Statements:
    """Let every article say what the sample article says, so that no model is loaded."""
    empty = replace(statements, entities=(), events=(), facts=(), times=())

    def state(article: Article, **_: object) -> Statements:
        return replace(
            empty if "rien" in article.text else statements, article=replace(statements.article, id=article.id)
        )

    monkeypatch.setattr(pipeline, "state", state)
    monkeypatch.setattr(pipeline, "prepare", lambda _: None)
    return statements


def write(name: str, content: str | bytes = SENTENCE) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def files(folder: str = "output") -> list[str]:
    """List the files that a user sees."""
    return sorted(str(path.relative_to(folder)) for path in Path(folder).glob("[!.]*") if path.is_file())


# ---- build -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_one_article_gives_its_name_to_all_files(run: Run) -> None:
    done = run("build", write("visite.txt"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert files() == ["visite.html", "visite.json", "visite.ttl"]
    assert "wrote output/visite.ttl" in done.stderr
    assert "next: kg query output/visite.ttl who-did-what" in done.stderr


@pytest.mark.usefixtures("known")
def test_several_articles_give_one_graph_and_a_document_each(run: Run) -> None:
    done = run("build", write("in/a.txt").split("/", maxsplit=1)[0], write("b.txt"), "-o", "out")
    assert done.exit_code == 0
    assert files("out") == ["a.json", "b.json", "graph.html", "graph.ttl"]
    assert done.stderr.splitlines()[:2] == ["1/2 a", "2/2 b"]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("formats", [["-f", "json,TTL"], ["-f", "json", "--format", "ttl"]])
def test_formats_are_repeated_or_joined_by_commas(run: Run, formats: list[str]) -> None:
    assert run("build", write("a.txt"), *formats).exit_code == 0
    assert files() == ["a.json", "a.ttl"]


def test_the_summary_counts_what_is_in_the_graph(run: Run, known: Statements) -> None:
    done = run("build", write("a.txt"))
    assert f"1 article: {len(known.events)} events, {len(known.facts)} facts" in done.stderr
    assert "claims: 7 asserted, 1 negated, 1 projected, 1 reported" in done.stderr.replace(" 2 reported", " 1 reported")


@pytest.mark.usefixtures("known")
def test_standard_input_is_an_article(run: Run) -> None:
    done = run("build", "-", "-f", "json", "--date", "2020-09", stdin=SENTENCE)
    assert (done.exit_code, files()) == (0, ["stdin.json"])


@pytest.mark.usefixtures("known")
def test_some_inputs_may_fail_and_the_others_are_built(run: Run) -> None:
    lines = [json.dumps({"id": "a", "text": SENTENCE}), "{", json.dumps({"id": "b", "text": SENTENCE})]
    done = run("build", write("news.jsonl", "\n".join(lines)), "none.txt", "-f", "json")
    assert (done.exit_code, files()) == (4, ["a.json", "b.json", "failed.jsonl"])
    failed = [json.loads(line) for line in Path("output/failed.jsonl").read_text().splitlines()]
    assert [(one["article"], one["cause"]) for one in failed] == [
        ("news.jsonl, line 2", "InputError"), ("none.txt", "InputError"),
    ]  # fmt: skip
    assert "2 articles failed: 2 could not be read" in done.stderr
    run("build", "news.jsonl", "-f", "json")
    Path("news.jsonl").write_text("\n".join(lines[::2]))
    assert run("build", "news.jsonl", "-f", "json").exit_code == 0
    assert files() == ["a.json", "b.json"]
    assert "kg: news.jsonl, line 2: not JSON" in done.stderr
    assert "kg: none.txt: there is no such file or folder; check the name" in done.stderr


def remembered(folder: str = "output") -> set[str]:
    """List what a build remembers of articles."""
    return {path.stem for path in Path(folder, ".kg").glob("??/*.json")}


def contents(folder: str = "output") -> dict[str, bytes]:
    return {name: Path(folder, name).read_bytes() for name in files(folder)}


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_only_what_is_new_or_changed_is_read_again(run: Run) -> None:
    for name in "abc":
        write(f"news/{name}.txt", f"{SENTENCE} {name}")
    build = ("build", "news", "-f", "json,ttl")
    first = run(*build)
    assert "3 articles: 24 events, 6 facts, 30 participants in 15 sentences; " in first.stderr
    before, made = remembered(), contents()
    assert len(before) == 3
    assert run(*build).stderr == "nothing is new: the files are as the last build left them\n"
    Path("output/graph.ttl").write_text("")
    assert "3/3 c" in run(*build).stderr
    assert (remembered(), contents()) == (before, made)
    write("news/a.txt", f"{SENTENCE} Encore.")
    write("news/d.txt")
    assert run(*build).exit_code == 0
    assert (len(remembered() - before), len(before - remembered())) == (2, 1)
    assert run(*build, "-o", "anew", "--afresh").exit_code == 0
    assert contents("anew") == contents()
    assert remembered("anew") == remembered()
    assert run(*build, "--afresh").exit_code == 0
    assert (remembered(), contents()) == (remembered("anew"), contents("anew"))


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_other_options_make_another_build(run: Run) -> None:
    write("a.txt"), write("b.txt", f"{SENTENCE} b")
    build = ("build", "a.txt", "b.txt", "-f", "ttl")
    run(*build)
    for others in (["--base", "https://example.com/"], ["--title", "Titre"], ["-f", "nt"]):
        assert "nothing is new" not in run(*build, *others).stderr
        assert "nothing is new" in run(*build, *others).stderr


def test_an_article_that_takes_too_long_is_listed_and_the_others_are_built(
    run: Run, known: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(article: Article, **_: object) -> Statements:
        time.sleep(60 if article.id == "b" else 0)
        return replace(known, article=replace(known.article, id=article.id))

    monkeypatch.setattr(pipeline, "state", slow)
    names = [write(f"{name}.txt", f"{SENTENCE} {name}") for name in "abc"]
    done = run("build", *names, "-f", "json", "--timeout", "0.5", "--jobs", "1")
    assert (done.exit_code, files()) == (4, ["a.json", "c.json", "failed.jsonl"])
    assert "1 article failed: 1 exceeded a limit or broke off" in done.stderr
    failed = json.loads(Path("output/failed.jsonl").read_text())
    assert (failed["article"], failed["cause"]) == ("b", "ArticleError")


@pytest.mark.usefixtures("known")
def test_an_article_that_says_nothing_is_told_by_the_exit_code(run: Run) -> None:
    done = run("build", write("a.txt", "rien"))
    assert done.exit_code == 3
    assert "kg: nothing was extracted" in done.stderr
    assert run("build", write("a.txt", "rien"), write("b.txt")).exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.txt", None, "none.txt: there is no such file or folder; check the name"),
        ("folder/x.docx", "x", "no articles in this folder; put .txt, .jsonl, "),
        ("empty.txt", "", "empty.txt: empty; an article needs text"),
        ("binary.txt", b"\0\1", "binary.txt: looks like a binary file; give plain text, best in UTF-8"),
        ("a.jsonl", '{"text": "x", "language": "xx"}', "a.jsonl, line 1: no tables for the language 'xx'"),
    ],
)
def test_bad_input_is_told_in_a_sentence(run: Run, name: str, content: str | bytes | None, message: str) -> None:
    if content is not None:
        write(name, content)
    done = run("build", name.split("/", maxsplit=1)[0])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("kg: ")
    assert message in done.stderr
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--date", "hier"], "'hier' is no date; write 2020"),
        (["--language", "xx"], "no tables for the language 'xx'; there are tables for: en, fr"),
        (["--base", "here"], "'here' is no base IRI"),
        (["--format", "ttl,pdf"], "no such format: pdf; choose from ttl, trig, nt, nq, jsonld, rdf, html, json"),
        (["--output", "graph.ttl"], "'graph.ttl' looks like a file; name a folder"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(run: Run, options: list[str], message: str) -> None:
    done = run("build", "none.txt", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())


def test_no_input_at_all_is_wrong_usage(run: Run) -> None:
    assert run("build").exit_code == 2


# ---- a graph at hand -------------------------------------------------------------------------------------------


@pytest.fixture
def graph(run: Run, statements: Statements) -> str:
    """Give the name of a Turtle file of the sample article."""
    assert callable(run)  # its fixture has changed to an empty folder
    return write("graph.ttl", pipeline.Graph([statements]).to_turtle())


@pytest.mark.slow
@pytest.mark.parametrize("place", ["graph.ttl", "."])
def test_a_question_is_sparql_a_file_or_a_name(run: Run, graph: str, place: str) -> None:
    assert graph
    sparql = "SELECT ?victim { ?killer kg:killed ?victim }"
    answers = [
        run("query", place, sparql),
        run("query", place, write("question.rq", sparql)),
        run("query", place, "-", stdin=sparql),
    ]
    for answer in answers:
        assert (answer.exit_code, answer.stderr) == (0, "")
        assert answer.stdout.splitlines()[0] == "victim"
        assert answer.stdout.splitlines()[-1] == "Qassem Souleimani"
    assert "Qassem Souleimani" in run("query", place, "killed").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("json", '{"head": {"vars": ["n"]}'),
        ("csv", "n"),
        ("tsv", "?n"),
        ("xml", "<?xml"),
    ],
)
def test_answers_come_in_the_formats_of_the_standard(run: Run, graph: str, form: str, first: str) -> None:
    answer = run("query", graph, "SELECT (COUNT(*) AS ?n) { ?a kg:killed ?b }", "-f", form)
    assert answer.stdout.startswith(first)
    assert "1" in answer.stdout


@pytest.mark.slow
def test_yes_no_and_graphs_are_answers_too(run: Run, graph: str) -> None:
    assert run("query", graph, "ASK { ?a kg:killed ?b }").stdout == "yes\n"
    assert run("query", graph, "ASK { ?a kg:withdrew ?b }").stdout == "no\n"
    assert "kg:killed" in run("query", graph, "CONSTRUCT WHERE { ?a kg:killed ?b }").stdout


def test_the_named_questions_are_listed_with_their_parameters(run: Run, graph: str) -> None:
    listed = run("query", "--list").stdout
    assert "killed               Who was killed, by whom, when and where?" in listed
    assert "--set name=…" in listed
    assert run("query", graph, "said", "--set", "name=Kadhimi").exit_code == 0
    assert run("query", graph, "said", "--set", "name").exit_code == 2
    assert run("query", graph).exit_code == 2


def test_a_statement_is_explained_by_its_words(run: Run, graph: str) -> None:
    told = run("explain", graph, "drone", "tué", "souleimani").stdout
    assert "drone américain — killed — Qassem Souleimani" in told
    assert "Asserted: the article states it as fact" in told
    assert "according to  the article (sample)" in told
    assert "2020-01-03 (“Le 3 janvier”)" in told
    assert "**" in told
    assert "verb/active: " in told
    (identifier,) = [line.split()[-1] for line in told.splitlines() if line.startswith("  claim ")]
    assert run("explain", graph, identifier).stdout == told


def test_a_told_statement_is_explained_with_its_teller(run: Run, graph: str) -> None:
    told = run("explain", graph, "Trump withdrew").stdout.split("\n\n")[0]
    assert "Projected: it is planned, promised or announced (positive, promised)" in told
    assert "according to  Donald Trump" in told
    assert "told in" in told


def test_many_statements_are_named_in_short(run: Run, graph: str) -> None:
    assert "more have these words; explain one by more words, or by its id:" in run("explain", graph, "a").stdout


def test_a_store_that_is_the_folder_itself_has_a_name(run: Run, statements: Statements) -> None:
    list(pipeline.keep([statements], "news"))
    os.chdir("news")
    assert run("view", ".").stdout.strip() == "news.html"


def test_a_page_is_drawn_beside_the_graph_or_where_it_is_wanted(run: Run, graph: str) -> None:
    assert run("view", graph).stdout == "graph.html\n"
    assert run("view", ".", "-o", "page.html").stdout == "page.html\n"
    assert Path("graph.html").read_bytes() == Path("page.html").read_bytes()


@pytest.mark.slow
def test_a_graph_is_checked_against_its_laws(run: Run, graph: str) -> None:
    assert run("check", graph).exit_code == 0
    broken = Path(graph).read_text().replace("kg:status kg:Asserted", "kg:status kg:Reported")
    done = run("check", write("broken.ttl", broken))
    assert (done.exit_code, done.stderr.splitlines()[-1].startswith("kg: broken.ttl breaks ")) == (1, True)
    assert done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "none.ttl", "killed"], "cannot read the graph 'none.ttl': No such file or directory"),
        (["explain", "none.ttl", "x"], "cannot read the graph 'none.ttl': No such file or directory"),
        (["check", "bad.ttl"], "is no Turtle"),
        (["view", "empty"], "'empty' holds not one graph but none; name the one that is meant"),
        (["query", "graph.ttl", "kiled"], "did you mean 'killed'?"),
        (["query", "graph.ttl", "none.rq"], "cannot read the question 'none.rq'"),
        (["query", "graph.ttl", "SELECT nonsense"], "cannot read this as a SPARQL 1.1 query"),
        (["query", "graph.ttl", "SELECT * { SERVICE <http://a.org> { ?s ?p ?o } }"], "SERVICE"),
        (["query", "graph.ttl", "DROP ALL"], "would change the graph"),
        (["explain", "graph.ttl", "zzz"], "no statement of this graph has all these words: zzz; try fewer"),
        (["view", "graph.ttl", "-o", "graph.ttl/x.html"], "graph.ttl/x.html"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(
    tmp_path: Path, statements: Statements, arguments: list[str], message: str
) -> None:
    (tmp_path / "graph.ttl").write_text(pipeline.Graph([statements]).to_turtle())
    (tmp_path / "bad.ttl").write_text("<<<")
    (tmp_path / "empty").mkdir()
    done = program(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("kg: ")
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


# ---- formats and stores ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_a_graph_in_any_format_answers_alike(run: Run) -> None:
    done = run("build", write("a.txt"), write("b.txt"), "-f", "ttl,trig,nt,nq,jsonld,rdf")
    assert (done.exit_code, files()) == (0, [f"graph.{form}" for form in ("jsonld", "nq", "nt", "rdf", "trig", "ttl")])
    answers = {run("query", f"output/graph.{form}", "killed").stdout for form in ("ttl", "trig", "nt", "nq", "jsonld")}
    assert len(answers) == 1
    assert "Qassem Souleimani" in answers.pop()
    pages = {form: run("view", f"output/graph.{form}", "-o", f"{form}.html").stdout for form in ("trig", "jsonld")}
    assert {Path(page.strip()).read_bytes() for page in pages.values()} != {b""}


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_a_store_is_built_asked_and_looked_after(run: Run) -> None:
    built = run("build", write("a.txt"), write("b.txt"), "--store", "news")
    assert (built.exit_code, built.stdout) == (0, "")
    assert "kept in news; next: kg query news who-did-what" in built.stderr
    assert not Path("output").exists()
    assert "Qassem Souleimani" in run("query", "news", "killed").stdout
    assert "drone américain — killed" in run("explain", "news", "drone killed").stdout
    assert run("check", "news").exit_code == 0
    assert run("view", "news").stdout == "news.html\n"
    assert run("export", "news", "--to", "gexf").stdout == "news.gexf\n"
    told = run("store", "info", "news", "--articles").stdout
    assert [line.split()[0] for line in told.splitlines() if line.strip()] == [
        "articles", "triples", "base", "size", "a", "b",
    ]  # fmt: skip
    assert run("store", "compact", "news").exit_code == 0
    assert "wrote copy, which is a store too" in run("store", "backup", "news", "copy").stderr
    assert run("forget", "news", "a", "b").stderr == "news: a, b withdrawn; 0 articles left\n"
    assert "Qassem Souleimani" not in run("query", "news", "killed").stdout
    assert "Qassem Souleimani" in run("query", "copy", "killed").stdout


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_files_are_written_beside_a_store_when_they_are_asked_for(run: Run) -> None:
    assert run("build", write("a.txt"), "--store", "news", "-f", "ttl").exit_code == 0
    assert files() == ["a.ttl"]
    answers = [run("query", place, "killed").stdout for place in ("news", "output")]
    assert answers[0] == answers[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["store", "info", "nowhere"], "there is no store at 'nowhere'"),
        (["forget", "nowhere", "a"], "there is no store at 'nowhere'"),
        (["query", "http://127.0.0.1:1/", "killed"], "cannot reach the store at http://127.0.0.1:1"),
        (["build", "a.txt", "--store", "."], "is no store and holds other files"),
    ],
)
def test_a_store_that_is_none_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    done = program(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_a_question_that_takes_too_long_is_stopped(run: Run, graph: str) -> None:
    everything = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = run("query", graph, everything, "--timeout", "0.2")
    assert (done.exit_code, "took more than 0.2 s and was stopped" in str(done.exception)) == (1, True)


# ---- the program itself ----------------------------------------------------------------------------------------


def program(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=folder, capture_output=True, check=False)


@pytest.mark.slow
def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path, statements: Statements) -> None:
    (tmp_path / "graph.ttl").write_text(pipeline.Graph([statements]).to_turtle())
    command = [sys.executable, "-m", "kg", "query", "graph.ttl", "SELECT * { ?s ?p ?o ; ?q ?r }", "-f", "tsv"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"?o\t?p\t?q\t?r\t?s\n"
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.parametrize(
    ("option", "content", "fault"),
    [
        ("--decisions", "merge A", "line 1 of the decisions is neither"),
        ("--gazetteer", "Obama", "line 1 of the gazetteer has 1 cells"),
        ("--decisions", b"\xff", "cannot read the decisions"),
    ],
)
def test_a_file_of_the_user_that_is_wrong_is_told(run: Run, option: str, content: str | bytes, fault: str) -> None:
    done = run("build", write("a.txt"), option, write("mine", content))
    assert done.exit_code == 1
    assert fault in str(done.exception)
    assert not Path("output").exists()


def test_a_file_of_the_user_that_is_missing_is_told(run: Run) -> None:
    done = run("build", write("a.txt"), "--gazetteer", "nowhere.tsv")
    assert (done.exit_code, "cannot read the gazetteer 'nowhere.tsv'" in str(done.exception)) == (1, True)


def test_an_address_that_is_none_is_told(run: Run) -> None:
    done = run("build", write("a.txt"), "--reconcile", "file:///etc/passwd")
    assert (done.exit_code, "is no address of a reconciliation service" in str(done.exception)) == (1, True)


@pytest.mark.usefixtures("known")
def test_an_entity_is_explained(run: Run) -> None:
    run("build", write("a.txt"), "-f", "ttl")
    done = run("explain", "output", "kadhimi", "--entity")
    assert done.exit_code == 0
    assert "Mustafa Al-Kadhimi" in done.stdout
    assert "named in" in done.stdout


@pytest.mark.usefixtures("known")
def test_nobody_of_that_name_is_told(run: Run) -> None:
    run("build", write("a.txt"), "-f", "ttl")
    done = run("explain", "output", "zorro", "--entity")
    assert (done.exit_code, "nobody and nothing in this graph" in done.stderr) == (1, True)


def test_an_interrupt_ends_the_program_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Article, **__: object) -> Statements:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "state", interrupted)
    done = run("build", write("a.txt"))
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr == "kg: interrupted; the same command goes on where it was\n"
    assert not Path("output").exists()


@pytest.mark.parametrize("output", ["file/output", "file"])
def test_an_output_that_cannot_be_is_told_before_the_work(tmp_path: Path, output: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "a.txt").write_text(SENTENCE)
    done = program("build", "a.txt", "-o", output, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"kg: cannot write to '{output}': ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.pipeline"])
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"spacy", "numpy", "networkx", "rdflib", "pyoxigraph", "pyvis", "jinja2", "py3langid", "rich"}
    assert heavy.isdisjoint(done.stdout.split())


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == "kg 0.1.0\n"
