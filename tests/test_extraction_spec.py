"""The grammar on stored parses: `tests/spec/<language>/*.conllu` hold a sentence, its tree and what it must say.

`# event = relation | actors | targets | places | time | polarity | modality | sources` and
`# fact = relation | subject | object or value | of`, in the order of the text, participants by their labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.extraction import extract
from kg.language import load
from kg.model import Article, Findings, Name, NameLabel, Parse, Sentence, Span, Token

SPEC = Path(__file__).parent / "spec"
LABELS: dict[str, NameLabel] = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}


@dataclass
class Case:
    """One sentence of the specification."""

    text: str = ""
    events: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def _cases(path: Path) -> Iterator[Case]:
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        case = Case()
        for line in block.splitlines():
            key, _, value = line.removeprefix("# ").partition(" = ")
            if line.startswith("# text"):
                case.text = value
            elif line.startswith("#"):
                {"event": case.events, "fact": case.facts, "type": case.types}[key].append(value)
            else:
                case.rows.append(line.split("\t"))
        yield case


def _parse(case: Case, language: str) -> Parse:
    tokens = []
    at = 0
    for number, form, lemma, upos, _, feats, head, deprel, _, misc in case.rows:
        at = case.text.index(form, at)
        pairs = () if feats == "_" else tuple((k, v) for k, _, v in (pair.partition("=") for pair in feats.split("|")))
        span = Span(at, at + len(form))
        tokens.append(Token(int(number), form, lemma, upos, pairs, int(head), deprel, span, "Event=Yes" in misc))
        at += len(form)
    whole = Span(0, len(case.text))
    article = Article("spec", case.text, language, (whole,), date="2020-09-15")
    return Parse(article, (Sentence(0, whole, tuple(tokens)),), tuple(_names(case, tokens)))


def _names(case: Case, tokens: list[Token]) -> Iterator[Name]:
    marks = [row[9].partition("|")[0].removeprefix("NER=") for row in case.rows]
    for first, mark in enumerate(marks):
        if mark.startswith("B-"):
            last = first
            while last + 1 < len(marks) and marks[last + 1] == f"I-{mark[2:]}":
                last += 1
            span = Span(tokens[first].span.start, tokens[last].span.end)
            yield Name(0, first + 1, last + 1, LABELS[mark[2:]], span)


def _events(found: Findings) -> list[str]:
    labels = {mention.head: mention.label for mention in found.mentions}
    return [
        " | ".join([
            event.relation,
            *(", ".join(labels[head] for head in heads) for heads in (event.actors, event.targets, event.places)),
            event.time.value if event.time else "",
            event.polarity,
            event.modality,
            ", ".join(labels[head] for head in event.sources),
        ]).strip()
        for event in found.events
    ]  # fmt: skip


def _facts(found: Findings) -> list[str]:
    labels = {mention.head: mention.label for mention in found.mentions}
    return [
        " | ".join([
            fact.relation,
            labels[fact.subject],
            labels[fact.object] if fact.object else fact.value or "",
            labels[fact.of] if fact.of else "",
        ]).strip()
        for fact in found.facts
    ]  # fmt: skip


CASES = [
    pytest.param(folder.name, case, id=f"{folder.name}/{path.stem}: {case.text}")
    for folder in sorted(SPEC.iterdir())
    for path in sorted(folder.glob("*.conllu"))
    for case in _cases(path)
]


TYPED = [
    pytest.param(language, case, id=case.text)
    for language, case in (param.values for param in CASES)
    if isinstance(case, Case) and case.types
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_sentence_says_what_the_specification_expects(language: str, case: Case) -> None:
    found = extract(_parse(case, language), load(language))
    assert _events(found) == [line.strip() for line in case.events]
    assert _facts(found) == [line.strip() for line in case.facts]


@pytest.mark.parametrize(("language", "case"), TYPED)
def test_mentions_have_the_types_that_the_specification_expects(language: str, case: Case) -> None:
    types = {
        f"{mention.label} | {mention.type}" for mention in extract(_parse(case, language), load(language)).mentions
    }
    assert types >= set(case.types)


@pytest.mark.parametrize(("language", "case"), CASES)
def test_every_finding_names_its_rules_and_the_words_behind_it(language: str, case: Case) -> None:
    parse = _parse(case, language)
    found = extract(parse, load(language))
    for fact in found.facts:
        assert fact.rules
        assert parse.sentences[0].span.covers(fact.evidence)
    for event in found.events:
        assert event.rules
        assert parse.sentences[0].span.covers(event.evidence)
        assert all(event.evidence.covers(trigger) for trigger in event.triggers)


@pytest.mark.parametrize(("language", "case"), CASES)
def test_participants_are_mentions(language: str, case: Case) -> None:
    found = extract(_parse(case, language), load(language))
    heads = {mention.head for mention in found.mentions}
    assert len(heads) == len(found.mentions)
    for event in found.events:
        assert {*event.actors, *event.targets, *event.places, *event.sources} <= heads
    for fact in found.facts:
        assert {head for head in (fact.subject, fact.object, fact.of) if head} <= heads
