r"""The network -> the notes of an Obsidian vault: one for each participant and one for each article.

Takes the network; gives the text of the files by name. Knows which names Obsidian, file systems and links can hold
(https://help.obsidian.md/links): names that are alike but for case get a part of their key. Front matter is YAML whose
strings are written as in JSON, which is YAML too. A note lists what is said of its participant, by status, each
statement linked to the others that it names, with its sentence and its article.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, get_args

from kg.export.characters import line, shown
from kg.export.markdown import Items, escaped
from kg.export.statements import grouped, is_fact
from kg.export.wording import language_of, words
from kg.graph import Network, claims, digest, documents, entities, quotations
from kg.model import Claim, DocumentNode, EntityNode, QuotationNode, Status

NAME_LENGTH: Final = 120
"""Longest name of a note in UTF-8 bytes; file systems allow 255."""
_FORBIDDEN = re.compile(r'[*"\\/<>:|?#^\[\]`%$]+')
# devices of Windows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin|conout)(\..*)?", re.IGNORECASE)
# what would end a link or begin something else within it (code, HTML, a formula, a comment), as what looks like it
_IN_LINK = str.maketrans(
    {"[": "(", "]": ")", "|": "¦", "`": "'", "<": "(", ">": ")", "\\": "/", "$": "\uff04", "%": "\uff05"}
)


def to_obsidian(graph: Network) -> dict[str, str]:
    """Write the notes of a graph, under names with their folder (`Entities/Donald Trump.md`)."""
    return dict(_Vault(graph).notes())


def note_name(label: str) -> str:
    """Name the note of something: its label without what Obsidian, links and file systems cannot have in a name.

    >>> note_name("AC/DC: [[live]]"), note_name("con"), note_name("..")
    ('AC DC live', 'con note', 'note')
    """
    plain = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", shown(label))).split())
    short = plain.encode()[:NAME_LENGTH].decode(errors="ignore").strip(". ")
    return f"{short} note" if _DEVICE.fullmatch(short) else short or "note"


def note_names(labels: Mapping[str, str]) -> dict[str, str]:
    """Give each key a name that no other has, whatever the case of its letters.

    >>> note_names({"ent:a": "Paris", "ent:b": "PARIS", "ent:c": "Bagdad"})
    {'ent:a': 'Paris 2e84bf40', 'ent:b': 'PARIS 59c56567', 'ent:c': 'Bagdad'}
    """
    plain = {key: note_name(label) for key, label in labels.items()}
    count = Counter(map(str.casefold, plain.values()))
    names = {key: name for key, name in plain.items() if count[name.casefold()] == 1}
    taken = {name.casefold() for name in names.values()}
    for key in sorted(plain.keys() - names.keys()):
        tries = (f"{plain[key]} {digest(key, length=length)}" for length in range(8, 65))
        names[key] = next(name for name in tries if name.casefold() not in taken)
        taken.add(names[key].casefold())
    return {key: names[key] for key in labels}


class _Vault:
    """The notes of one graph."""

    def __init__(self, graph: Network) -> None:
        self._graph = graph
        language = language_of(graph)
        self._words = words(language)
        self._paths = {
            key: f"{folder}/{name}"
            for folder, nodes in (("Entities", entities(graph)), ("Articles", documents(graph)))
            for key, name in note_names({node.id: _label(graph, node.id) for node in nodes}).items()
        }
        self._items = Items(graph, language, self._link)
        self._groups: dict[str, list[Sequence[Claim]]] = defaultdict(list)
        for group in grouped(graph, claims(graph)):
            for key in _named(group) & self._paths.keys():
                self._groups[key].append(group)
        self._quotations: dict[str, list[QuotationNode]] = defaultdict(list)
        for quotation in quotations(graph):
            for key in (quotation.speaker, quotation.document):
                self._quotations[key].append(quotation)

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield the notes with their names."""
        for node in entities(self._graph):
            yield self._note(node.id, _entity_matter(node), "")
        for article in documents(self._graph):
            yield self._note(article.id, _article_matter(article), self._items.origin(article))

    def _note(self, key: str, matter: Mapping[str, object], below: str) -> tuple[str, str]:
        head = [*_front_matter({"id": key, **matter}), "", f"# {escaped(_label(self._graph, key))}"]
        lines = [*head, *(["", below] if below else []), *self._body(key)]
        return f"{self._paths[key]}.md", "\n".join(lines) + "\n"

    def _body(self, key: str) -> Iterator[str]:
        groups = self._groups[key]
        facts = [group for group in groups if is_fact(self._graph, group[0])]
        yield from self._section("facts", facts, key)
        for status in get_args(Status):
            found = [group for group in groups if group[0].status == status and group not in facts]
            yield from self._section(f"status.{status}", found, key)
        if said := self._quotations[key]:
            yield from ("", f"## {self._words['quotations']}", "")
            for quotation in said:
                yield from self._items.quotation(quotation, within=key)

    def _section(self, heading: str, groups: Sequence[Sequence[Claim]], key: str) -> Iterator[str]:
        if groups:
            yield from ("", f"## {self._words[heading]}", "")
            for group in groups:
                yield from self._items.statement(group, within=key)

    def _link(self, key: str, label: str) -> str:
        return f"[[{self._paths[key]}|{shown(label).translate(_IN_LINK) or self._paths[key]}]]"


def _label(graph: Network, key: str) -> str:
    return shown(str(graph.nodes[key]["label"])) or key


def _named(group: Iterable[Claim]) -> set[str]:
    """Give the keys of all that a group of claims speaks of, and of the articles that tell it."""
    keys: set[str | None] = set()
    for claim in group:
        keys |= {claim.subject, claim.object, claim.of, claim.attributed_to, claim.document, *claim.places}
    return {key for key in keys if key}


def _entity_matter(node: EntityNode) -> dict[str, object]:
    latitude, longitude = node.coordinates or (None, None)
    return {
        "type": node.type,
        "aliases": list(dict.fromkeys(filter(None, map(line, (node.label, *node.names))))),
        "links": [line(link) for link in node.links],
        "latitude": latitude,
        "longitude": longitude,
    }


def _article_matter(node: DocumentNode) -> dict[str, object]:
    known = {"title": node.title, "date": node.date, "source": node.source, "language": node.language}
    return {"type": "Article", "aliases": [line(node.name)], **{key: line(text or "") for key, text in known.items()}}


def _front_matter(values: Mapping[str, object]) -> list[str]:
    """Write what is known as YAML."""
    known = {name: value for name, value in values.items() if value not in (None, "", [])}
    return ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items()), "---"]
