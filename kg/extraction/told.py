"""An event as its words tell it, before its participants become mentions.

Takes nothing; gives a value. Knows tokens by role; never who is who.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.roles import Roles
from kg.extraction.tree import Tree
from kg.model import Labels, Token


@dataclass(frozen=True, slots=True)
class Told:
    """An event noun or verb before its participants become mentions.

    `victim` is the noun that is both part of the verb and its target: `faire 14 morts`.
    """

    tree: Tree
    trigger: Token
    triggers: tuple[Token, ...]
    relation: str
    labels: Labels
    type: str
    roles: Roles
    rules: tuple[str, ...]
    victim: Token | None = None
