"""Limits of an article: what exceeds one is set aside with the limit's name, and the others are read."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg import pipeline
from kg.cli import app
from kg.errors import ArticleError
from kg.model import Article, Statements
from kg.pipeline import Bounds
from kg.pipeline.bounds import longest_sentence
from kg.reading.formats import FORMATS

SENTENCE = "Le président a reçu une délégation à Bagdad, et il a promis de l'aide."
LONG = "Il part et " * 33_334
BRACKETS = f"{SENTENCE} {'(' * 100_000}"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs `kg build` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, ["build", *arguments])


@pytest.fixture
def known(statements: Statements, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an article do what its text orders, so that no model is loaded: sleep, eat memory, or say what is known."""

    def state(article: Article, **_: object) -> Statements:
        if "dort" in article.text:
            time.sleep(60)
        if "mange" in article.text:
            bytearray(1 << 30)
        return replace(statements, article=replace(statements.article, id=article.id))

    monkeypatch.setattr(pipeline, "state", state)
    monkeypatch.setattr(pipeline, "prepare", lambda _: None)


def write(name: str, content: str | bytes = SENTENCE) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def failures() -> dict[str, str]:
    """Give what was set aside, with the reason."""
    lines = Path("output/failed.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["article"]: line["message"] for line in map(json.loads, lines)}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "text", [LONG, BRACKETS, "x" * 20_001, "a.b" * 10_000], ids=["words", "brackets", "word", "dots"]
)
def test_a_sentence_without_end_is_set_aside(run: Run, text: str) -> None:
    done = run(write("a.txt"), write("long.txt", text), "--language", "fr", "-f", "json")
    assert done.exit_code == 4
    assert "is longer than 20,000; put full stops or blank lines into it" in failures()["long"]
    assert "allow more with --max-sentence" in failures()["long"]
    assert "1 article failed: 1 exceeded a limit or broke off" in done.stderr


@pytest.mark.usefixtures("known")
def test_a_single_article_over_a_limit_is_a_failure(run: Run) -> None:
    done = run(write("long.txt", LONG), "--language", "fr")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "kg: long: a sentence of 366,673 characters is longer than 20,000" in done.stderr


@pytest.mark.usefixtures("known")
def test_a_longer_sentence_may_be_allowed(run: Run) -> None:
    text = "Il part et " * 2000
    assert run(write("a.txt", text), "--language", "fr", "-f", "json").exit_code == 1
    assert run("a.txt", "--language", "fr", "-f", "json", "--max-sentence", "30000").exit_code == 0


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Un. Deux trois.", 11),
        ("« Un ! » Deux", 7),
        ("Un\n \nDeux trois", 10),
        ("Un\ndeux", 7),
        ("5.000 et 1.2", 12),
        ("", 0),
    ],
)
def test_sentences_are_measured_between_their_ends(text: str, length: int) -> None:
    assert longest_sentence(text) == length


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html", "a.rss", "a.pdf", "a.warc", "a.txt.gz"])
def test_an_article_larger_than_it_may_be_is_set_aside(run: Run, name: str) -> None:
    text = f"{SENTENCE} " * 5000
    contents = {
        "a.txt": text.encode(),
        "a.txt.gz": gzip.compress(text.encode()),
        "a.jsonl": json.dumps({"text": text}).encode(),
    }
    examples = {f"a{row.suffixes[0]}": row.example for row in FORMATS}
    content = contents.get(name) or examples[name] + text.encode() * 10
    done = run(write(name, content), "--max-size", "0.1")
    assert done.exit_code == (4 if name == "a.warc" else 1)  # an archive has a page before what is too large
    assert "00,000 bytes" in done.stderr
    assert "--max-size" in done.stderr


@pytest.mark.usefixtures("known")
def test_an_article_with_too_many_participants_is_set_aside_even_if_it_was_read_before(run: Run) -> None:
    inputs = (write("a.txt"), write("b.txt", "Elle part."), "--language", "fr", "-f", "json")
    assert run(*inputs).exit_code == 0
    done = run(*inputs, "--max-entities", "9")
    assert done.exit_code == 1
    expected = "10 participants are more than 9; if it is one article, allow more with --max-entities"
    assert [line for line in done.stderr.splitlines() if line.startswith("kg: a")] == [f"kg: a: {expected}"]


@pytest.mark.usefixtures("known")
def test_a_single_article_has_its_time_too(run: Run) -> None:
    done = run(write("a.txt", "Il dort."), "--language", "fr", "--timeout", "0.3")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "kg: a: took longer than 0.3 s; give it more time with --timeout, or leave it out" in done.stderr


@pytest.mark.usefixtures("known")
def test_an_article_that_eats_memory_is_set_aside(run: Run) -> None:
    done = run(write("a.txt", "Il mange."), write("b.txt"), "--language", "fr", "--memory", "200", "-f", "json")
    assert done.exit_code == 4
    assert failures() == {"a": "took more than 200 MB of memory; allow more with --memory, or leave it out"}


def test_a_script_has_the_same_limits() -> None:
    with pytest.raises(ArticleError, match="allow more with --max-sentence"):
        kg.build(BRACKETS, language="fr")


@pytest.mark.model
def test_a_script_may_set_them(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="2 participants are more than 1"):
        kg.build("Le président a reçu une délégation.", bounds=Bounds(entities=1))
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    with pytest.raises(ArticleError, match="is longer than 20"):
        kg.build(tmp_path, bounds=Bounds(sentence=20))
