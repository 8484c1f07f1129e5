"""Article -> Parse: sentences in Universal Dependencies and names, over spans of the source text.

Takes an `Article`; gives a `Parse` of the project's own frozen values. Knows spaCy and how to mend what it says:
the only door to it. Never knows what an event is.
"""

from __future__ import annotations

from bisect import bisect_right

from kg.annotation import model_text, names, ontonotes, parser, pipelines, repairs
from kg.annotation.parser import Word
from kg.language import load
from kg.model import Article, Name, Parse, Sentence, Token

__all__ = ["annotate"]


def annotate(article: Article) -> Parse:
    """Parse an article.

    Raises:
        LanguageError: there are no tables or no parser for its language.

    """
    language = load(article.language)
    text = model_text.read(article.text, article.prose)
    if not text.text.strip():
        return Parse(article, (), ())
    words, starts, found = parser.parse(text, language)
    if ontonotes.speaks_clearnlp(pipelines.relations(language.code)):
        found = ontonotes.convert(words, starts, found, language)
    repairs.repair(words, starts, language)
    ends = [*starts[1:], len(words)]
    sentences = tuple(_sentence(i, words, range(a, b), text) for i, (a, b) in enumerate(zip(starts, ends, strict=True)))
    return Parse(article, sentences, tuple(_names(found, starts, sentences)))


def _goes_on(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Tell whether the word behind a person's name is part of it to the parser: the recogniser stopped too early."""
    if last + 1 >= len(tokens):
        return False
    word = tokens[last + 1]
    return word.upos == "PROPN" and word.deprel == "flat:name" and first < word.head <= last + 1


def _sentence(index: int, words: list[Word], members: range, text: model_text.ModelText) -> Sentence:
    tokens = tuple(_token(id_, word, members, text) for id_, word in enumerate(words[members.start : members.stop], 1))
    return Sentence(index, text.source(words[members[0]].start, words[members[-1]].end), tokens)


def _token(id_: int, word: Word, members: range, text: model_text.ModelText) -> Token:
    is_inside = word.head in members
    return Token(
        id=id_,
        form=word.form,
        lemma=word.lemma,
        upos=word.upos,
        feats=word.feats,
        head=word.head - members.start + 1 if is_inside else 0,
        deprel=word.deprel if is_inside and word.deprel != "ROOT" else "root",
        span=text.source(word.start, word.end),
        event=word.event,
    )


def _names(found: list[names.TokenSpan], starts: list[int], sentences: tuple[Sentence, ...]) -> list[Name]:
    located = []
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    for name in found:
        sentence = bisect_right(starts, name.first) - 1
        tokens = sentences[sentence].tokens
        first, last = name.first - starts[sentence], min(name.last - starts[sentence], len(tokens) - 1)
        while name.label == "PER" and last + 1 + starts[sentence] not in taken and _goes_on(tokens, first, last):
            last += 1
        span = type(tokens[first].span)(tokens[first].span.start, tokens[last].span.end)
        located.append(Name(sentence, first + 1, last + 1, name.label, span))
    return located
