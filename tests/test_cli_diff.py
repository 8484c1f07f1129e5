"""`kg diff` as users and scripts meet it: what is printed, as text and as JSON, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import pipeline
from kg.cli import app
from kg.errors import GraphError
from kg.graph import documents, read_decisions
from kg.model import Statements

Run = Callable[..., Result]
WITHDREW = "Donald Trump a retiré (projeté) troupes américaines"
PROMISED = f"Donald Trump a promis : {WITHDREW}"
SAID = f"Mustafa Al-Kadhimi a déclaré : Donald Trump a promis (rapporté) : {WITHDREW}"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: Statements) -> Run:
    """Give a function that runs `kg diff` where there are graphs of one article, of it read otherwise, and of two."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    struck, killed, *others = statements.events
    otherwise = replace(
        statements,
        events=(replace(struck, time=None, confidence=0.5), replace(killed, polarity="negative"), *others[1:]),
    )
    second = replace(statements, article=replace(statements.article, id="second", title="Deux"))
    for name, articles in {"old": [statements], "new": [otherwise], "both": [statements, second]}.items():
        Path(f"{name}.ttl").write_text(pipeline.Graph(articles).to_turtle(), encoding="utf-8")
    Path("new.trig").write_text(pipeline.Graph([otherwise]).to_rdf("trig"), encoding="utf-8")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["diff", *arguments])

    return call


def test_changes_are_told_under_their_sentence(run: Run) -> None:
    done = run("old.ttl", "new.ttl")
    assert (done.exit_code, done.stderr) == (0, "")
    told = done.stdout.split("\n\n", maxsplit=1)[0].splitlines()
    assert told == [
        "sample — Un titre <b>&",
        "  “Le 3 janvier, un drone américain a frappé un convoi à Bagdad, tuant le général Qassem Souleimani.”",
        "~ drone américain a frappé convoi — Bagdad",
        "    time: 2020-01-03 → —",
        "    time told as: Le 3 janvier → —",
        "    confidence: 0.9 → 0.5",
        "~ drone américain a tué Qassem Souleimani — 2020-01-03 — Bagdad — nié, selon l’article",
        "    status: Asserted → Negated",
        "    polarity: positive → negative",
        "  “Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines.”",
        f"- {SAID}",
        f"~ {PROMISED} — rapporté par Mustafa Al-Kadhimi",
        f"    told in: {SAID} → —",
    ]


def test_an_article_that_came_is_told_with_all_that_it_says(run: Run) -> None:
    lines = run("old.ttl", "both.ttl").stdout.splitlines()
    assert lines[0] == "second — Deux (gained)"
    assert "+ Qassem Souleimani, fonction : général" in lines
    assert "+ Mustafa Al-Kadhimi: Donald Trump avait promis de retirer les troupes américaines" in lines
    assert run("both.ttl", "old.ttl").stdout.splitlines()[0] == "second — Deux (lost)"


def test_the_summary_counts_by_kind_and_by_field(run: Run) -> None:
    lines = run("old.ttl", "new.ttl", "--summary").stdout.splitlines()
    assert [line.split() for line in lines[:3:2]] == [["lost", "changed"], ["statements", "1", "3"]]
    assert lines[3].startswith("statements changed in time (1), time told as (1), confidence (1), status (1)")


def test_who_is_one_now_is_told_with_the_reason(run: Run, statements: Statements) -> None:
    second = replace(statements.article, id="second", title="Deux")
    named = [replace(one, label="Trump père") if one.id == "e5" else one for one in statements.entities]
    articles = [statements, replace(statements, article=second, entities=tuple(named))]
    decisions = read_decisions("merge 'Donald Trump' 'Trump père'")
    Path("apart.ttl").write_text(pipeline.Graph(articles).to_turtle(), encoding="utf-8")
    Path("one.ttl").write_text(pipeline.Graph(articles, decisions=decisions).to_turtle(), encoding="utf-8")
    assert run("apart.ttl", "one.ttl").stdout.splitlines()[:3] == [
        "Who and what is one, and how it is described",
        "~ Donald Trump; Trump père → Donald Trump (joined)",
        "    one because: + decision: Donald Trump is Trump père",
    ]
    assert "~ Donald Trump → Donald Trump; Trump père (split)" in run("one.ttl", "apart.ttl").stdout


def test_an_article_that_became_a_reprint_is_told_with_its_original(run: Run) -> None:
    ids = {node.name: node.id for node in documents(pipeline.load("both.ttl").network)}
    repeats = f"{ids['second']} kg:reprintOf {ids['sample']} .\n"
    Path("reprint.ttl").write_text(Path("both.ttl").read_text(encoding="utf-8") + repeats, encoding="utf-8")
    told = run("both.ttl", "reprint.ttl").stdout.splitlines()
    assert told[0] == "second — Deux (reprint of: — → sample)"
    assert told[-1] == "articles changed in reprint of (1)"
    assert run("reprint.ttl", "both.ttl").stdout.splitlines()[0] == "second — Deux (reprint of: sample → —)"
    (change,) = json.loads(run("both.ttl", "reprint.ttl", "--json").stdout)["articles"]
    assert (change["change"], change["articles"], change["fields"]) == ("changed", ["second"], ["reprint_of"])
    assert [row["reprint_of_id"] for row in (*change["old"], *change["new"])] == [None, ids["sample"]]


def test_only_what_is_stated_as_fact(run: Run) -> None:
    told = run("old.ttl", "new.ttl", "--asserted").stdout
    assert "status: Asserted → Negated" in told
    assert "a promis" in told  # by the narrator: that he said so is a fact
    assert "rapporté par Mustafa Al-Kadhimi" not in told


def test_only_what_is_about_an_article(run: Run) -> None:
    assert run("old.ttl", "both.ttl", "--article", "second").stdout.startswith("second — Deux (gained)")
    assert run("old.ttl", "both.ttl", "--article", "sample", "--exit-code").exit_code == 0
    assert run("old.ttl", "both.ttl", "--article", "sample", "--article", "second", "--exit-code").exit_code == 5


def test_programs_read_json(run: Run) -> None:
    found = json.loads(run("old.ttl", "new.ttl", "--json").stdout)
    assert found["summary"]["statements"] == {"lost": 1, "changed": 3}
    assert list(found) == ["summary", "articles", "statements", "quotations", "entities", "events", "relations"]
    struck, killed, said, _ = found["statements"]
    assert (struck["change"], struck["articles"], struck["fields"]) == (
        "changed",
        ["sample"],
        ["time", "time_text", "confidence"],
    )
    assert (struck["old"][0]["time"], struck["new"][0]["time"]) == ("2020-01-03", None)
    assert struck["old"][0]["first_day"] == "2020-01-03"
    assert killed["new"][0]["label_en"] == "drone américain killed (denied) Qassem Souleimani"
    assert (said["change"], said["fields"], said["new"]) == ("lost", [], [])
    assert json.loads(run("old.ttl", "new.ttl", "--json", "--summary").stdout) == {"summary": found["summary"]}


def test_every_field_that_differs_is_a_column_of_both_rows(run: Run) -> None:
    for arguments in (("old.ttl", "new.ttl"), ("new.ttl", "both.ttl")):
        found = json.loads(run(*arguments, "--json").stdout)
        changes = [change for part in list(found)[1:] for change in found[part]]
        assert all({*change["fields"]} <= row.keys() for change in changes for row in change["old"] + change["new"])


def test_the_same_input_gives_the_same_bytes_in_any_format(run: Run) -> None:
    assert run("old.ttl", "new.ttl", "--json").stdout == run("old.ttl", "new.trig", "--json").stdout


def test_equal_graphs_have_no_changes(run: Run) -> None:
    done = run("new.ttl", "new.trig", "--exit-code")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "no changes: both graphs say the same\n"
    assert json.loads(run("new.ttl", "new.trig", "--json").stdout)["statements"] == []


def test_the_exit_code_tells_changes_where_it_is_asked_for(run: Run) -> None:
    assert run("old.ttl", "new.ttl").exit_code == 0
    assert run("old.ttl", "new.ttl", "--exit-code", "--summary").exit_code == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old.ttl", "none.ttl"], "cannot read the graph 'none.ttl'"),
        (["old.ttl", "new.ttl", "--article", "third"], "neither graph has an article 'third'; kg query GRAPH articles"),
    ],
)
def test_what_cannot_be_compared_is_told(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments, "--exit-code")
    assert (done.exit_code, done.stdout) == (1, "")
    assert isinstance(done.exception, GraphError)
    assert message in str(done.exception)
