"""Which figures belong together: by the article that they come from, or by the story that they are part of.

Takes the network, its relations as drawn and the links between figures; gives groups, each figure in one. Knows that an
entity of many articles can stand in one group only: in that where most is said of it. Never where anything stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.graph import Network, claims, documents, entities
from kg.graph import label as name
from kg.view.components import components, share
from kg.view.geometry import Link
from kg.view.predications import Predication
from kg.view.stories import stories

WHOLE = 30  # figures; a component up to this size is one story
LEAST = 5  # figures of a story; what is smaller is no story, and left to the rest
NAMES = 3  # in the title of a story


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together under a title, with the id of what they share; both empty for the rest."""

    id: str
    title: str
    members: tuple[str, ...]


def by_article(graph: Network, relations: Sequence[Predication], figures: Iterable[str]) -> list[Group]:
    """Group figures by the article that tells most of them, articles by id."""
    told: dict[str, Counter[str]] = {}
    for claim in claims(graph):
        for key in {claim.subject, claim.object, claim.of, claim.attributed_to, *claim.places}:
            told.setdefault(key or "", Counter())[claim.document] += 1
    for relation in relations:
        told[relation.id] = Counter(claim.document for claim in relation.claims)
    members: dict[str, list[str]] = {}
    for key in figures:
        article = min(told.get(key, Counter()).items(), key=lambda found: (-found[1], found[0]), default=("", 0))[0]
        members.setdefault(article, []).append(key)
    titles = {article.id: article.title or article.name for article in documents(graph)}
    return [Group(key, titles.get(key, ""), tuple(members[key])) for key in sorted(members, key=_rest_last)]


def by_story(graph: Network, figures: Sequence[str], links: Sequence[Link]) -> list[Group]:
    """Group figures by story, the largest first; a story is called after its best linked entities."""
    degrees = Counter(end for link in links for end in (link.first, link.second))
    labels = {entity.id: name(graph, entity.id) for entity in entities(graph)}
    parts = components(figures, links)
    found: list[list[str]] = []
    for members, own in zip(parts, share(parts, links), strict=True):
        found += stories(members, own) if len(members) > WHOLE else [members]
    told = [_story(members, degrees, labels) for members in found if len(members) >= LEAST]
    rest = tuple(key for members in found if len(members) < LEAST for key in members)
    return sorted(told, key=lambda story: (-len(story.members), story.id)) + ([Group("", "", rest)] if rest else [])


def _story(members: Sequence[str], degrees: Counter[str], labels: dict[str, str]) -> Group:
    cast = sorted((key for key in members if key in labels), key=lambda key: (-degrees[key], key))
    title = " \u00b7 ".join(labels[key] for key in cast[:NAMES])
    return Group((cast or members)[0], title, tuple(members))


def _rest_last(key: str) -> tuple[bool, str]:
    return not key, key
