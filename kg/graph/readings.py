"""The texts of articles beside the graph of all.

Takes `Statements` and what merging decided; gives each article's text with the places of what the graph says. Knows
that merging renames entities and never claims; never what a place is shown for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.graph.article import reading_of
from kg.graph.merging import Common
from kg.model import Reading, Statements


def readings(articles: Iterable[Statements], common: Common) -> list[Reading]:
    """Give the text of each article with what was read in it, under the keys of the graph that merging made of all."""
    return [_renamed(reading_of(statements), common) for statements in articles]


def _renamed(reading: Reading, common: Common) -> Reading:
    keys = common.keys(reading.document)
    return replace(reading, mentions=tuple((span, keys.get(entity, entity)) for span, entity in reading.mentions))
