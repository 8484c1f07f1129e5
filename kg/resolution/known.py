"""Who and what the user knows: a table of names with their IRIs.

Takes the text of the table and entities; gives the entities that it names their links and types. Knows how lines are
written; abstains where a name is given to several; never looks anything up elsewhere. A line holds four cells with
tabs between them; `#` begins a comment:

    name             aliases                 IRI                                     type
    Barack Obama     B. Obama|Obama          http://www.wikidata.org/entity/Q76      Person
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from kg.errors import InputError
from kg.model import Entity, EntityType
from kg.names import words
from kg.resolution.confidence import HIGHEST

CELLS = 4
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or something that the user knows."""

    name: str
    iri: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class KnownNames:
    """All that the user knows, by name and type; what several bear under one type stands under no name."""

    by_name: Mapping[tuple[tuple[str, ...], EntityType], Known] = field(default_factory=dict)

    def linked(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """Give each named entity the link of who bears one of its names; nobody if its names mean several."""
        return tuple(self._linked(entity) for entity in entities)

    def _linked(self, entity: Entity) -> Entity:
        types = [entity.type] if entity.type != "Other" else [*get_args(EntityType)]
        asked = ((words(name), kind) for name in entity.names for kind in types)
        found = {one.iri: one for key in asked if entity.named and (one := self.by_name.get(key))}
        if len(found) != 1:
            return entity
        (one,) = found.values()
        return replace(entity, links=(one.iri,), linked_name=one.name, link_confidence=HIGHEST, type=one.type)


def read_known(text: str) -> KnownNames:
    r"""Read the table of the user.

    >>> table = read_known("Barack Obama\tObama\thttp://www.wikidata.org/entity/Q76\tPerson")
    >>> table.by_name[("obama",), "Person"].name
    'Barack Obama'

    Raises:
        InputError: a line has not four cells, its IRI is none, or its type is unknown.

    """
    found: dict[tuple[tuple[str, ...], EntityType], set[Known]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        fault = _fault(cells)
        if fault:
            msg = f"line {number} of the gazetteer {fault}: {line.strip():.100}"
            raise InputError(msg)
        one = Known(cells[0], cells[2], cast("EntityType", cells[3]))
        for name in [cells[0], *filter(None, cells[1].split("|"))]:
            found.setdefault((words(name), one.type), set()).add(one)
    return KnownNames({key: next(iter(bearers)) for key, bearers in found.items() if len(bearers) == 1})


def _fault(cells: list[str]) -> str:
    if len(cells) != CELLS:
        return f"has {len(cells)} cells; name, aliases, IRI and type are wanted, with tabs between them"
    if not words(cells[0]):
        return "has no name"
    if not IRI.fullmatch(cells[2]):
        return "has no IRI in its third cell (http://... or https://...)"
    if cells[3] not in get_args(EntityType):
        return f"has no type in its fourth cell; choose from {', '.join(get_args(EntityType))}"
    return ""
