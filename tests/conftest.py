"""Fixtures for all tests: a small article with hand-made statements, and where the development data lies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import MISSING, chromium, programs
from hypothesis import settings

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

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

collect_ignore = ["places.py"]  # a maker of tables, whose packages only those who run it have

# the same examples in every run, and no limit of time: a slow machine is no fault
settings.register_profile("kg", derandomize=True, deadline=None)
settings.load_profile("kg")

# kg folds what it prints at that width, which pytest's controller (by GNU readline) passes to the workers it starts
os.environ.pop("COLUMNS", None)

NEED_PARSER = ("kg.annotation.lexicon.Lexicon.",)
"""How the names of such examples begin: the dictionary lies in the parser's model."""

TEXT = (
    "Le 3 janvier, un drone américain a frappé un convoi à Bagdad, tuant le général Qassem Souleimani. "
    "Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines. "
    "Les États-Unis ne souhaitaient pas une présence permanente. Une vidéo 🎥 a été publiée. "
    "Une explosion a eu lieu."
)


def _span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def _entity(number: int, label: str, kind: EntityType, *, named: bool = False) -> Entity:
    return Entity(f"e{number}", label, kind, (label,), (_span(label),), (), named)


def _event(  # noqa: PLR0917 - the table of events below reads better without names
    number: int,
    relation: str,
    kind: str,
    fr: str,
    trigger: str,
    actors: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    time: TimeExpression | None = None,
    polarity: Polarity = "positive",
    modality: Modality = "actual",
    sources: tuple[str, ...] = (),
    within: str | None = None,
) -> Event:
    at = _span(trigger)
    return Event(
        id=f"v{number}",
        relation=relation,
        labels=(("en", relation), ("fr", fr)),
        type=kind,
        triggers=(at,),
        actors=actors,
        targets=targets,
        places=places,
        time=time,
        polarity=polarity,
        modality=modality,
        sources=sources,
        evidence=(Span(max(0, at.start - 10), at.end),),
        confidence=0.9,
        rules=("verb/active",),
        within=within,
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the examples in docstrings that need the French parser: they can bear no marks themselves."""
    for item in items:
        if item.name.startswith(NEED_PARSER):
            item.add_marker(pytest.mark.model)


@pytest.fixture
def statements() -> Statements:
    """Give an article with asserted, reported, promised, negated, one-sided and bare events, and two facts."""
    date = TimeExpression(_span("Le 3 janvier"), "DATE", "2020-01-03")
    sentences = tuple(Span(*found.span()) for found in re.finditer(r"\S[^.]*\.", TEXT))
    return Statements(
        article=Article("sample", TEXT, "fr", (Span(0, len(TEXT)),), title="Un titre <b>&", date="2020-09"),
        sentences=sentences,
        entities=(
            _entity(1, "drone américain", "Object"),
            _entity(2, "convoi", "Object"),
            _entity(3, "Qassem Souleimani", "Person", named=True),
            _entity(4, "Mustafa Al-Kadhimi", "Person", named=True),
            _entity(5, "Donald Trump", "Person", named=True),
            _entity(6, "troupes américaines", "Group"),
            _entity(7, "États-Unis", "Place", named=True),
            _entity(8, "présence permanente", "Event"),
            _entity(9, "vidéo 🎥", "Work"),
            _entity(10, "Bagdad", "Place", named=True),
        ),
        events=(
            _event(1, "struck", "ASSAULT", "a frappé", "frappé", ("e1",), ("e2",), ("e10",), date),
            _event(2, "killed", "ASSAULT", "a tué", "tuant", ("e1",), ("e3",), ("e10",), date),
            _event(3, "said", "STATE", "a déclaré", "déclaré", ("e4",)),
            _event(4, "promised", "CONSULT", "a promis", "promis", ("e5",), sources=("e4",), within="v3"),
            _event(
                5, "withdrew", "RETREAT", "a retiré", "retirer", ("e5",), ("e6",),
                modality="future", sources=("e4", "e5"), within="v4",
            ),
            _event(6, "wanted", "STATE", "souhaite", "souhaitaient", ("e7",), ("e8",), polarity="negative"),
            _event(7, "published", "STATE", "a publié", "publiée", (), ("e9",)),
            _event(8, "fr:exploser", "OTHER", "explosion", "explosion"),
        ),
        times=(date,),
        facts=(
            Fact("e3", "position", None, "général", None, (_span("général Qassem Souleimani"),), 0.9, ("title",)),
            Fact("e6", "origin", "e7", None, None, (_span("troupes américaines"),), 0.8, ("demonym",)),
        ),
        quotations=(Quotation(_span("Donald Trump avait promis de retirer les troupes américaines"), "e4"),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of development data (`KG_SHARED`, by default beside the checkout), or skip."""
    folder = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip("the folder of development data is not here (set KG_SHARED)")
    return folder


@pytest.fixture(scope="session")
def w3c() -> Path:
    """Give the folder of the W3C's test suites (`KG_W3C`, by default among the development data), or skip.

    Its folders `turtle`, `trig`, `ntriples`, `nquads` and `sparql11` are those of https://github.com/w3c/rdf-tests.
    """
    development = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "shared"))
    folder = Path(os.environ.get("KG_W3C", development / "w3c"))
    if not folder.is_dir():
        pytest.skip("the test suites of the W3C are not here (set KG_W3C)")
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Give a real browser, without window and without network, or skip."""
    if programs() is None:
        pytest.skip(MISSING)
    with chromium(tmp_path_factory.mktemp("profile"), log=True) as opened:
        yield opened
