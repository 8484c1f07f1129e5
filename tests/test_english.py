"""English: the trees of its parser in Universal Dependencies, and what its sentences state and leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.annotation import annotate, model_text, ontonotes, parser, pipelines
from kg.annotation.names import LABELS, TokenSpan
from kg.annotation.parser import Word
from kg.annotation.tree import Tree
from kg.errors import LanguageError
from kg.extraction import extract
from kg.language import available, load, rows
from kg.model import Article, EventFinding, Span

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "seeds" / "iraq-us-2020-09-en.txt"
ENGLISH = load("en")


# ---- trees -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parsed:
    """A sentence as ClearNLP has it, with its names, and the heads and relations of UD."""

    text: str
    words: list[Word]
    names: list[TokenSpan]
    expected: list[tuple[int, str]]


def _sentences() -> Iterator[Parsed]:
    _, *blocks = (HERE / "clearnlp.tsv").read_text(encoding="utf-8").strip().split("\n\n")
    for block in blocks:
        text, names, *lines = block.splitlines()
        cells = [line.split("\t") for line in lines]
        yield Parsed(
            text.removeprefix("# text = "),
            [_word(line) for line in cells],
            [_name(name) for name in names.removeprefix("# names =").split()],
            [(int(line[6]) - 1, line[7]) for line in cells],
        )


def _word(cells: list[str]) -> Word:
    form, lemma, upos, feats, head, deprel, *_ = cells
    pairs = (pair.partition("=") for pair in feats.split("|") if pair != "_")
    return Word(form, 0, 0, lemma, upos, tuple((name, value) for name, _, value in pairs), int(head) - 1, deprel)


def _name(written: str) -> TokenSpan:
    span, _, label = written.partition(":")
    first, _, last = span.partition("-")
    return TokenSpan(int(first) - 1, int(last) - 1, LABELS[label])


@pytest.mark.parametrize("parsed", list(_sentences()), ids=lambda parsed: parsed.text)
def test_clearnlp_is_read_as_universal_dependencies(parsed: Parsed) -> None:
    ontonotes.convert(parsed.words, [0], parsed.names, ENGLISH)
    assert [(word.head, word.deprel) for word in parsed.words] == parsed.expected


@pytest.mark.model
@pytest.mark.parametrize("step", ontonotes.STEPS, ids=lambda step: step.name)
def test_each_step_changes_its_example(step: ontonotes.Step) -> None:
    text = step.example
    words, _, names = parser.parse(model_text.read(text, (Span(0, len(text)),)), ENGLISH)
    inside = {i for name in names for i in range(name.first, name.last + 1)}
    tree = Tree(words, range(len(words)), ENGLISH)
    for earlier in ontonotes.STEPS[: ontonotes.STEPS.index(step)]:
        earlier.apply(tree, inside)
    before = [(word.head, word.deprel, word.upos, word.lemma, word.feats) for word in words]
    step.apply(tree, inside)
    assert [(word.head, word.deprel, word.upos, word.lemma, word.feats) for word in words] != before


@pytest.mark.model
def test_what_the_parser_gives_is_a_tree_in_universal_dependencies() -> None:
    text = ARTICLE.read_text(encoding="utf-8").partition("\n")[2]
    parse = annotate(Article("a", text, "en", (Span(0, len(text)),)))
    relations = {token.relation for sentence in parse.sentences for token in sentence.tokens}
    assert not relations & {"prep", "pobj", "dobj", "nsubjpass", "auxpass", "attr", "agent", "poss", "relcl"}
    for sentence in parse.sentences:
        heads = {token.id: token.head for token in sentence.tokens}
        assert list(heads.values()).count(0) >= 1
        for token in sentence.tokens:
            seen = set()
            at = token.id
            while at:
                assert at not in seen
                seen.add(at)
                at = heads[at]


# ---- tables ----------------------------------------------------------------------------------------------------


def test_a_table_that_a_language_lacks_is_empty(tmp_path: Path) -> None:
    assert list(rows(tmp_path / "charges.tsv", ("verb",))) == []
    assert ENGLISH.words["dative_clitic"] == frozenset()


def test_every_kind_of_words_has_some_in_a_language() -> None:
    languages = [load(code) for code in available()]
    assert [kind for kind in ENGLISH.words if not any(language.words[kind] for language in languages)] == []


@pytest.mark.parametrize("code", available())
def test_the_table_of_grammar_has_its_words_once(code: str) -> None:
    table = Path(str(kg.language.KNOWLEDGE)) / "languages" / code / "grammar.tsv"
    pairs = [(row["kind"], row["word"]) for row in rows(table, ("kind", "word", "example", "source"))]
    assert len(pairs) == len(set(pairs))


# ---- sentences -------------------------------------------------------------------------------------------------


def _events(sentence: str) -> tuple[EventFinding, ...]:
    article = Article("sentence", sentence, "en", (Span(0, len(sentence)),), date="2020-09-15")
    return extract(annotate(article), ENGLISH).events


def _is_stated(event: EventFinding) -> bool:
    return event.polarity == "positive" and event.modality == "actual" and not event.sources


@pytest.mark.model
def test_what_is_reported_denied_planned_or_supposed_is_never_stated() -> None:
    table = list(rows(HERE / "quality" / "english_open.tsv", ("sentence", "trigger")))
    stated = [
        (row["sentence"], row["trigger"])
        for row in table
        for event in _events(row["sentence"])
        if _is_stated(event) and any(span.of(row["sentence"]) == row["trigger"] for span in event.triggers)
    ]
    assert stated == []
    assert len(table) > 140


@pytest.mark.model
def test_what_is_a_fact_is_stated() -> None:
    table = [row["sentence"] for row in rows(HERE / "quality" / "english_facts.tsv", ("sentence",))]
    left_open = [
        sentence
        for sentence in table
        if not any(event.relation == "attacked" and _is_stated(event) for event in _events(sentence))
    ]
    assert left_open == ["The king knew that the army had attacked the village.",
                         "The king did not know that the army had attacked the village."]  # fmt: skip


# ---- articles --------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_an_article_in_english_becomes_a_graph() -> None:
    graph = kg.build(ARTICLE)
    assert graph.articles[0].article.language == "en"
    assert {
        ("Mustafa al-Kadhimi", "met", "Donald Trump"),
        ("Mustafa al-Kadhimi", "visited", "Washington"),
        ("U.S. drone", "killed", "Qassem Soleimani"),
    } <= set(graph.triples())
    assert not graph.query("ASK { ?who kg:withdrew ?whom }")
    assert graph.query("ASK { ?claim rdf:predicate kg:withdrew ; kg:status kg:Projected }")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Angela Merkel met Emmanuel Macron. She praised the mayor.", ("Angela Merkel", "praised", "mayor")),
        ("Boeing fired 200 workers. The company closed a factory.", ("Boeing", "closed", "factory")),
        ("Boeing fired 200 workers.", ("Boeing", "dismissed", "200 workers")),
        ("Moscow denied the report. The Russian government expelled two diplomats.",
         ("Russian government", "denied", "report")),
        ("The United Nations (UN) sent observers. The UN criticized Iran.", ("United Nations", "criticized", "Iran")),
        ("The report was signed by President Joe Biden. Biden left.", ("Joe Biden", "signed", "report")),
    ],
)  # fmt: skip
def test_who_is_who_in_english(text: str, triple: tuple[str, str, str]) -> None:
    assert triple in kg.build(text, language="en", date="2020-09-15").triples()


def test_a_model_that_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pipelines.MODELS, "en", "en_core_web_none")
    with pytest.raises(LanguageError, match=r"en_core_web_none is not installed; run: pip install en-core-web-none"):
        pipelines.load.__wrapped__("en")  # what is loaded stays loaded for other tests
