"""A component of spaCy's pipelines: after `nlp.add_pipe("kg")`, `doc._.kg` is the graph of a document's text.

Takes what reads a text and what makes a graph of the words that it gives; gives a factory of spaCy, and the extension
`kg` of its documents. Knows how spaCy configures components, and how documents carry what was found through processes
and files; never what is read, and nothing of the tokens that the rest of the pipeline made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol, TypeVar
from weakref import WeakKeyDictionary

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

Graph = TypeVar("Graph")
Read = Callable[[str], str]
"""What reads the text of a document, and gives what it says in words that `from_words` understands."""

NAME: Final = "kg"
"""That of the factory, of the extension, and of what a document carries in its `user_data`."""
MULTILINGUAL: Final = "xx"
"""spaCy's code for pipelines of any language."""


class MakeReader(Protocol):
    """What makes a reader of texts by the options of a component, and refuses those that are wrong."""

    def __call__(self, *, date: str | None, title: str | None, language: str | None) -> Read:
        """Make a reader; without a language, that of each text is detected."""
        ...


Factory = Callable[[Pipeline, str, str | None, str | None, str | None], "Component"]


@dataclass(frozen=True, slots=True)
class Component:
    """Reads the text of each document; what it says goes with the document wherever spaCy sends or saves it."""

    read: Read

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        doc.user_data[NAME] = self.read(doc.text)
        return doc


def register(make_reader: MakeReader, from_words: Callable[[str], Graph]) -> Factory:
    """Make the component known to spaCy, and `doc._.kg`, which is None for documents that it has not seen.

    The language is the pipeline's if the options name none.
    """

    def factory(nlp: Pipeline, name: str, date: str | None, title: str | None, language: str | None) -> Component:
        del name
        own = None if nlp.lang == MULTILINGUAL else nlp.lang
        return Component(make_reader(date=date, title=title, language=language or own))

    made: WeakKeyDictionary[Doc, tuple[str, Graph]] = WeakKeyDictionary()
    Doc.set_extension(NAME, getter=partial(_graph, made, from_words), force=True)
    options = {"date": None, "title": None, "language": None}
    Pipeline.factory(NAME, default_config=options, assigns=[f"doc._.{NAME}"], func=factory)
    return factory


def _graph(
    made: WeakKeyDictionary[Doc, tuple[str, Graph]], from_words: Callable[[str], Graph], doc: Doc
) -> Graph | None:
    """Give the graph of a document, made once."""
    words = doc.user_data.get(NAME)
    if words is None:
        return None
    known = made.get(doc)
    if known is None or known[0] != words:
        known = made[doc] = (words, from_words(words))
    return known[1]
