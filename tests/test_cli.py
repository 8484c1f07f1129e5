"""The command line: what goes to standard output and error, what is written, and how each command ends."""

from __future__ import annotations

import json
import subprocess
import sys
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

    def state(article: Article) -> Statements:
        return replace(
            empty if "rien" in article.text else statements, article=replace(statements.article, id=article.id)
        )

    monkeypatch.setattr(pipeline, "state", state)
    return statements


def write(name: str, content: str | bytes = SENTENCE) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def files(folder: str = "output") -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


# ---- build -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_one_article_gives_its_name_to_all_files(run: Run) -> None:
    done = run("build", write("visite.txt"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert files() == ["visite.html", "visite.json", "visite.ttl"]
    assert "wrote output/visite.ttl" in done.stderr
    assert "next: kg query output/visite.ttl --list" in done.stderr


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
    assert (done.exit_code, files()) == (4, ["a.json", "b.json"])
    assert "kg: news.jsonl, line 2: not JSON" in done.stderr
    assert "kg: none.txt: there is no such file or folder; check the name" in done.stderr


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
        ("folder/x.html", "x", "no articles in this folder; put .txt or .jsonl files into it"),
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
        (["--language", "xx"], "no tables for the language 'xx'; there are tables for: fr"),
        (["--base", "here"], "'here' is no base IRI"),
        (["--format", "ttl,pdf"], "no such format: pdf; choose from ttl, html, json"),
        (["--output", "graph.ttl"], "'graph.ttl' looks like a file; name a folder"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(run: Run, options: list[str], message: str) -> None:
    done = run("build", "none.txt", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())


def test_no_input_at_all_is_wrong_usage(run: Run) -> None:
    assert run("build").exit_code == 2


# ---- the program itself ----------------------------------------------------------------------------------------


def program(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize("output", ["file/output", "file"])
def test_an_output_that_cannot_be_is_told_before_the_work(tmp_path: Path, output: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "a.txt").write_text(SENTENCE)
    done = program("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / output))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"kg: cannot write to '{tmp_path / output}': ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.pipeline"])
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"spacy", "numpy", "networkx", "rdflib", "pyoxigraph", "pyvis", "jinja2", "py3langid", "rich"}
    assert heavy.isdisjoint(done.stdout.split())


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == "kg 0.1.0\n"
