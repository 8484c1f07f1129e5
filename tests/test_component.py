"""kg within a pipeline of spaCy: the component, its options, and what documents carry."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc, DocBin

import kg
from kg.errors import ArticleError, GraphError, InputError, KgError, LanguageError
from kg.pipeline import component

TEXT = "Le 3 janvier, un drone a frappé un convoi."
DRONE = ("drone", "struck", "convoi")


@pytest.fixture
def nlp() -> Pipeline:
    """Give a pipeline of nothing but spaCy's tokenizer and the component."""
    made = spacy.blank("fr")
    made.add_pipe("kg", config={"date": "2020-09"})
    return made


def graph(doc: Doc) -> kg.Graph:
    found = doc._.kg
    assert isinstance(found, kg.Graph)
    return found


# ---- without the parser ----------------------------------------------------------------------------------------


def test_spacy_finds_the_component_by_its_entry_point() -> None:
    (found,) = entry_points(group="spacy_factories", name="kg")
    assert found.load() is component.factory


def test_the_component_says_what_it_sets(nlp: Pipeline) -> None:
    assert nlp.pipe_names == ["kg"]
    assert nlp.get_pipe_meta("kg").assigns == ["doc._.kg"]


def test_a_document_without_words_has_an_empty_graph(nlp: Pipeline) -> None:
    assert graph(nlp("")).triples() == graph(nlp(" \n")).triples() == []


def test_a_document_that_was_not_read_has_no_graph() -> None:
    assert spacy.blank("fr")(TEXT)._.kg is None


@pytest.mark.parametrize(
    ("code", "config", "error", "message"),
    [
        ("fr", {"date": "2020-13"}, InputError, "'2020-13' is no date; write 2020"),
        ("fr", {"language": "tlh"}, LanguageError, "no tables for the language 'tlh'"),
        ("fi", {}, LanguageError, "no tables for the language 'fi'"),
    ],
)
def test_wrong_options_are_refused_at_once(
    code: str, config: dict[str, str], error: type[KgError], message: str
) -> None:
    with pytest.raises(error, match=message):
        spacy.blank(code).add_pipe("kg", config=config)


@pytest.mark.parametrize(
    ("code", "config", "language"),
    [("fr", {}, "fr"), ("xx", {}, None), ("fi", {"language": "fr-CA"}, "fr"), ("xx", {"language": "FR"}, "fr")],
)
def test_the_language_is_the_option_or_that_of_the_pipeline(
    code: str, config: dict[str, str], language: str | None
) -> None:
    made = spacy.blank(code).add_pipe("kg", config=config)
    assert getattr(made, "read").said.language == language  # noqa: B009 - spaCy's type of a component has no fields


def test_the_component_can_be_sent_to_another_process(nlp: Pipeline) -> None:
    made = nlp.get_pipe("kg")
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - written on the same line


def test_a_text_beyond_the_usual_bounds_is_refused(nlp: Pipeline) -> None:
    with pytest.raises(ArticleError, match="29,999 characters is longer than 20,000"):
        nlp("x " * 15_000)


def test_what_another_version_read_is_told(nlp: Pipeline) -> None:
    doc = nlp("")
    doc.user_data["kg"] = '{"article": 1}'
    with pytest.raises(GraphError, match="run the pipeline on it again"):
        graph(doc)


# ---- with the parser -------------------------------------------------------------------------------------------


@pytest.mark.model
def test_a_document_has_the_graph_of_its_text(nlp: Pipeline) -> None:
    doc = nlp(TEXT)
    assert graph(doc).triples() == [DRONE]
    assert graph(doc).to_turtle() == kg.build(TEXT, date="2020-09", language="fr").to_turtle()
    assert graph(doc).to_json() == kg.build(TEXT, date="2020-09", language="fr").to_json()
    assert graph(doc) is graph(doc)


@pytest.mark.model
def test_the_rest_of_the_pipeline_makes_no_difference(nlp: Pipeline) -> None:
    nlp.add_pipe("sentencizer", first=True)
    assert graph(nlp(TEXT)).triples() == [DRONE]


@pytest.mark.model
@pytest.mark.parametrize("processes", [1, 2])
def test_documents_pass_in_any_number_of_processes(nlp: Pipeline, processes: int) -> None:
    read = list(nlp.pipe([TEXT, "", "Une explosion a eu lieu."], n_process=processes, batch_size=1))
    assert [graph(doc).triples() for doc in read] == [graph(nlp(doc.text)).triples() for doc in read]
    assert graph(read[0]).triples() == [DRONE]


def by_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def by_bin(doc: Doc) -> Doc:
    (read,) = DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(doc.vocab)
    return read


def by_copy(doc: Doc) -> Doc:
    return doc.copy()


@pytest.mark.model
@pytest.mark.parametrize("again", [by_bytes, by_bin, by_copy])
def test_a_saved_document_keeps_its_graph(nlp: Pipeline, again: Callable[[Doc], Doc]) -> None:
    doc = nlp(TEXT)
    read = again(doc)
    assert read is not doc
    assert graph(read).to_json() == graph(doc).to_json()


@pytest.mark.model
def test_a_saved_pipeline_keeps_its_options(nlp: Pipeline, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert graph(spacy.load(tmp_path)(TEXT)).to_turtle() == graph(nlp(TEXT)).to_turtle()


@pytest.mark.model
def test_graphs_of_documents_join(nlp: Pipeline) -> None:
    texts = [TEXT, "Donald Trump a visité Bagdad."]
    articles = [statements for doc in nlp.pipe(texts) for statements in graph(doc).articles]
    assert sorted(kg.Graph(articles).triples()) == [("Donald Trump", "visited", "Bagdad"), DRONE]
