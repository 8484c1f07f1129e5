"""Parse -> CoNLL-U, as Universal Dependencies write sentences down.

Takes a `Parse`; gives text in which each word has its place in the source as `TokenRange=start:end` (code points,
half-open), in a name its part as `NER=B-PER`, and at a noun that denotes an event `Event=Yes`. Knows the
format (https://universaldependencies.org/format.html); never how a sentence came to be parsed so.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Article, Parse, Sentence, Token


def to_conllu(parse: Parse) -> str:
    """Write the sentences of an article."""
    labels = {
        (name.sentence, token): f"{'B' if token == name.first else 'I'}-{name.label}"
        for name in parse.names
        for token in range(name.first, name.last + 1)
    }
    head = f"# newdoc id = {_line(parse.article.id)}\n"
    return head + "".join(_sentence(sentence, parse.article, labels) for sentence in parse.sentences)


def _sentence(sentence: Sentence, article: Article, labels: Mapping[tuple[int, int], str]) -> str:
    comments = [
        f"# sent_id = {_line(article.id)}-{sentence.index + 1}",
        f"# text = {_line(sentence.span.of(article.text))}",
    ]
    words = [_word(token, labels.get((sentence.index, token.id))) for token in sentence.tokens]
    return "\n".join([*comments, *words]) + "\n\n"


def _word(token: Token, label: str | None) -> str:
    feats = "|".join(f"{name}={value}" for name, value in sorted(token.feats, key=lambda feat: feat[0].lower()))
    misc = f"TokenRange={token.span.start}:{token.span.end}" + (f"|NER={label}" if label else "")
    misc += "|Event=Yes" if token.event else ""
    columns = (token.id, token.form, token.lemma, token.upos, "_", feats or "_", token.head, token.deprel, "_", misc)
    return "\t".join(_cell(str(column)) for column in columns)


def _cell(value: str) -> str:
    return _line(value) or "_"


def _line(value: str) -> str:
    return " ".join(value.split())
