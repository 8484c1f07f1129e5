"""What spaCy finds under the name `kg` (entry point `spacy_factories`): reads texts, makes graphs of what they say.

Takes options and the text of a document; gives its statements as JSON, and the graph of these. Knows which rooms an
article passes; the component itself stands in `annotation`, the door to spaCy. Every spaCy pipeline of an environment
imports this module, whether or not it has the component: what takes long to load is loaded when a text is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.annotation import component
from kg.errors import GraphError
from kg.model import Statements
from kg.pipeline.articles import state_within
from kg.pipeline.bounds import ORDINARY
from kg.pipeline.graphs import Graph

if TYPE_CHECKING:
    from kg.reading import Said

NOTHING: Final = ""
"""What a document without words says."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts by one set of options."""

    said: Said

    def __call__(self, text: str) -> str:
        """Text -> its statements, as JSON.

        Raises:
            LanguageError: there are no tables or no parser for its language.
            ArticleError: it exceeds the usual bounds.

        """
        from kg import corpus, reading

        if not text.strip():
            return NOTHING
        article = reading.read_text(text, self.said)
        return corpus.to_json(state_within(ORDINARY, (), article)).decode()


def make_reader(*, date: str | None, title: str | None, language: str | None) -> Reader:
    """Make a reader of texts; without a language, that of each text is detected.

    Raises:
        InputError: the date is none.
        LanguageError: there are no tables for the language.

    """
    from kg import reading

    if date is not None:
        reading.read_date(date)
    if language is not None:
        language = reading.known_language(language)
    return Reader(reading.Said(title, date, language))


def to_graph(words: str) -> Graph:
    """Statements, as JSON -> their graph.

    Raises:
        GraphError: they were written by another version of kg.

    """
    from kg import corpus

    if words == NOTHING:
        return Graph()
    try:
        return Graph([corpus.from_json(words.encode(), Statements)])
    except corpus.UNREADABLE as error:
        msg = "this document was read by another version of kg; run the pipeline on it again"
        raise GraphError(msg) from error


factory = component.register(make_reader, to_graph)
