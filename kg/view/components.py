"""The parts of a drawing that links hold together.

Takes nodes and links; gives who is next to whom, and the connected components; knows breadth-first search; never
where anything stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.view.geometry import Link


def components(keys: Iterable[str], links: Sequence[Link]) -> list[list[str]]:
    """Split nodes into connected parts, the largest first, each from its best linked node outwards.

    Both ends of each link are among the nodes.

    >>> components("abc", [Link("b", "c", 0)])
    [['b', 'c'], ['a']]
    """
    near = adjacency(keys, links)
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(near, key=lambda key: (-len(near[key]), key)):
        if start not in seen:
            members = [start]
            seen.add(start)
            for key in members:
                fresh = sorted(set(near[key]) - seen)
                seen.update(fresh)
                members.extend(fresh)
            found.append(members)
    return sorted(found, key=lambda members: (-len(members), members))


def adjacency(keys: Iterable[str], links: Sequence[Link]) -> dict[str, dict[str, int]]:
    """List the neighbours of each node with the room that the links between them need."""
    near: dict[str, dict[str, int]] = {key: {} for key in keys}
    for link in links:
        if link.first != link.second:
            room = max(link.room, near[link.first].get(link.second, 0))
            near[link.first][link.second] = near[link.second][link.first] = room
    return near


def share(parts: Sequence[Sequence[str]], links: Sequence[Link]) -> list[list[Link]]:
    """Give each part the links that stay inside it; those from one part to another belong to none."""
    part_of = {key: number for number, members in enumerate(parts) for key in members}
    inside: list[list[Link]] = [[] for _ in parts]
    for link in links:
        if part_of[link.first] == part_of[link.second]:
            inside[part_of[link.first]].append(link)
    return inside
