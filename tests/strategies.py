"""Articles with statements as hypothesis draws them: any text, any names, events that tell and join each other."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from kg.model import (
    Article,
    Entity,
    EntityType,
    Event,
    Fact,
    Modality,
    Polarity,
    Quotation,
    Span,
    Statements,
    TimeExpression,
)

HOSTILE = (
    'a "quoted" \\ name',
    "two\nlines\r\n",
    "</script><script>alert(1)</script>",
    "\u202eright to left",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "bell \x07 nul \x00 del \x7f",
    "a> . <http://x> <http://y> <http://z",
    "'''\"\"\"",
    "\ufffe\uffff\u2028\u2029\u0085",
    "e\u0301 \u00e9",
    "../../etc/passwd",
    "Robert'); DROP ALL --",
    " ",
    "",
)
TIMES = (
    "2020", "2020-08", "2020-08-18", "1999-05-20T18:00", "1999-05-20T18:00:30", "2020-W37", "2020-W37-2", "2020-02-30",
    "2012-06-16/2012-06-17", "2020-08/2020-09", "1999-06-11TAF", "2012-10-31TNI", "PRESENT_REF", "P3D", "2020-SU",
    "199X", "2020-08-18/", "0000", "-0044",
)  # fmt: skip
RELATIONS = ("said", "promised", "killed", "called_for", "fr:rabaisser", "fr:pêcher", "fr:s'évanouir", "status")
SOURCES = ("https://fr.wikinews.org/wiki/Une_page", "AFP", "not an <address>", "https://")


def words(*, surrogates: bool = False) -> st.SearchStrategy[str]:
    """Draw any text, often one that breaks careless writers."""
    any_text = st.text(st.characters(exclude_categories=["Cs"] if not surrogates else []), max_size=20)
    return st.sampled_from(HOSTILE) | any_text


@st.composite
def statements(draw: st.DrawFn, *, surrogates: bool = False) -> Statements:
    """Draw one article with what was read from it."""
    text = "x" + draw(words(surrogates=surrogates)) + draw(words(surrogates=surrogates))
    label = words(surrogates=surrogates)
    positions = st.integers(0, len(text) - 1)

    def span() -> Span:
        start = draw(positions)
        return Span(start, draw(st.integers(start + 1, len(text))))

    def spans() -> tuple[Span, ...]:
        return tuple(span() for _ in range(draw(st.integers(1, 2))))

    entity_ids = [f"e{number}" for number in range(draw(st.integers(1, 4)))]
    event_ids = [f"v{number}" for number in range(draw(st.integers(0, 4)))]
    participants = st.lists(st.sampled_from(entity_ids + event_ids), max_size=2, unique=True).map(tuple)
    some_entities = st.lists(st.sampled_from(entity_ids), max_size=2, unique=True).map(tuple)
    confidence = st.sampled_from((0.9, 1.0, 0.0)) | st.floats(0, 1)

    def entity(key: str) -> Entity:
        return Entity(
            key,
            draw(label),
            draw(st.sampled_from(get_args(EntityType))),
            tuple(draw(st.lists(label, max_size=2))),
            spans(),
            draw(st.sampled_from(((), ("https://sws.geonames.org/98182/", "http://www.wikidata.org/entity/Q796")))),
            draw(st.booleans()),
        )

    def time() -> TimeExpression | None:
        value = draw(st.none() | st.sampled_from(TIMES))
        return TimeExpression(span(), "DATE", value) if value else None

    def event(key: str) -> Event:
        return Event(
            id=key,
            relation=draw(st.sampled_from(RELATIONS)),
            labels=(("fr", draw(label)), ("en", draw(label))),
            type=draw(st.sampled_from(("STATE", "ASSAULT", "OTHER"))),
            triggers=spans(),
            actors=draw(participants),
            targets=draw(participants),
            places=draw(some_entities),
            time=time(),
            polarity=draw(st.sampled_from(get_args(Polarity))),
            modality=draw(st.sampled_from(get_args(Modality))),
            sources=draw(some_entities),
            evidence=spans(),
            confidence=draw(confidence),
            rules=tuple(draw(st.lists(st.sampled_from(("verb/active", "verb/passive")), max_size=2))),
            within=draw(st.none() | st.sampled_from(event_ids)),
        )

    def fact() -> Fact:
        value = draw(st.none() | label)
        return Fact(
            subject=draw(st.sampled_from(entity_ids)),
            relation=draw(st.sampled_from(("position", "member_of", "origin", "alias", "age"))),
            object=draw(st.sampled_from(entity_ids)) if value is None else None,
            value=value,
            of=draw(st.none() | st.sampled_from(entity_ids)),
            evidence=spans(),
            confidence=draw(confidence),
            rules=("title",),
        )

    def quotation() -> Quotation:
        return Quotation(span(), draw(st.sampled_from(entity_ids)))

    return Statements(
        article=Article(
            id=draw(label),
            text=text,
            language="fr",
            prose=(Span(0, len(text)),),
            title=draw(st.none() | label),
            date=draw(st.none() | st.sampled_from(TIMES)),
            source=draw(st.none() | st.sampled_from(SOURCES)),
        ),
        sentences=(Span(0, len(text)),),
        entities=tuple(entity(key) for key in entity_ids),
        events=tuple(event(key) for key in event_ids),
        times=(),
        facts=tuple(fact() for _ in range(draw(st.integers(0, 3)))),
        quotations=tuple(quotation() for _ in range(draw(st.integers(0, 2)))),
    )
