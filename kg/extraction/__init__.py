"""Parse -> Findings: events, facts, times and stance, as the sentences tell them.

Takes a `Parse` and the tables of its language; gives `Findings` whose participants are heads of mentions. Knows
Universal Dependencies and the tables; never spaCy, RDF or another article, and never who is who.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.events import events
from kg.extraction.facts import facts
from kg.extraction.phrases import Phrases
from kg.extraction.quotations import quotations
from kg.extraction.speakers import Quotation
from kg.extraction.times import find
from kg.extraction.times.attachment import event_time
from kg.extraction.times.periods import lies_ahead
from kg.extraction.tree import Tree
from kg.language import Language
from kg.model import EventFinding, Findings, Mention, Parse, QuotationFinding, Span, TimeExpression, Token

__all__ = ["extract"]
SPEECH = "STATE"
"""The event type of statements: the date beside `annonce` is that of what is announced."""


def extract(parse: Parse, language: Language) -> Findings:
    """Find what an article says: who did what to whom, where, when and according to whom."""
    trees = tuple(Tree(sentence, language) for sentence in parse.sentences)
    if not trees:
        return Findings((), (), (), ())
    times = find(parse)
    phrases = Phrases(parse, trees, times)
    quoted = quotations(parse.article.text, trees)

    def time_of(tree: Tree, trigger: Token) -> TimeExpression | None:
        return event_time(tree, trigger, _within(tree.sentence.span, times))

    found_events = tuple(_ahead(event, parse.article.date) for event in events(trees, phrases, quoted, time_of))
    found_facts = tuple(facts(trees, phrases))
    mentions = tuple(_with_speaker(mention, quoted) for mention in phrases.mentions())
    spoken = tuple(QuotationFinding(each.span, speaker) for each in quoted for speaker in _speaker(each, phrases))
    return Findings(mentions, found_events, found_facts, times, spoken)


def _speaker(quotation: Quotation, phrases: Phrases) -> tuple[Span, ...]:
    """Give the head of the mention that stands for the speaker, nothing where it stands for nobody."""
    mention = phrases.mention(quotation.tree, quotation.speaker)
    return () if mention is None else (mention.head,)


def _ahead(event: EventFinding, date: str | None) -> EventFinding:
    """Give an event that is dated after its article as one to come: `organise dimanche un rallye`."""
    is_told = event.narrated or event.type == SPEECH
    if event.modality != "actual" or is_told or not event.time or not date or not lies_ahead(event.time.value, date):
        return event
    return replace(event, modality="future", rules=(*event.rules, "stance/date-ahead"))


def _within(span: Span, times: Sequence[TimeExpression]) -> Sequence[TimeExpression]:
    """Give the time expressions that begin in a span; they are in the order of the text."""
    first, last = (bisect_left(times, at, key=lambda time: time.span.start) for at in (span.start, span.end))
    return times[first:last]


def _with_speaker(mention: Mention, quoted: tuple[Quotation, ...]) -> Mention:
    speaker = next((quotation.speaker.span for quotation in quoted if quotation.span.covers(mention.head)), None)
    return mention if speaker is None else replace(mention, speaker=speaker)
