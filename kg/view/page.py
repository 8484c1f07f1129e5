"""The graph as one HTML page.

Takes the network; gives a page that needs nothing but itself: pyvis's model of the network, rendered through our own
template with pyvis's copy of vis-network. Knows how data and scripts are laid inside a page so that no text of an
article can become markup or code: Jinja escapes, data lie in inert JSON blocks, and the page's Content-Security-Policy
names the only scripts and styles that may run by their hashes. It asks nothing of the network.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kg.graph import Network, claims, documents
from kg.model import Reading
from kg.view.bending import STEP
from kg.view.content import describe, table
from kg.view.dates import buckets, days
from kg.view.drawing import (
    DASHES,
    FACT_SIZE,
    FOLDED_SIZE,
    NAME_SIZE,
    NOTE_SIZE,
    RELATION_SIZE,
    SHAPES,
    Drawing,
    Figure,
    Line,
    Row,
    draw,
)
from kg.view.wording import LANGUAGES, TEMPLATES, words

if TYPE_CHECKING:
    from pyvis.network import Network as Model

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"  # below pyvis; 9.1.2 neither evaluates nor injects styles
SCRIPTS = (
    "document.js", "reading.js", "relations.js", "canvas.js", "details.js", "address.js", "turtle.js", "picture.js",
    "sharing.js", "filters.js", "restrictions.js", "search.js", "table.js", "timeline.js", "viewer.js",
)  # fmt: skip
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"  # lettering.py measures this one
FOR_AUTHORS = re.compile(r"^ *(?://.*\n|/\*\* .*\*/\n|\n)?", re.MULTILINE)  # no string of our scripts spans two lines
SURROGATES = re.compile(r"[\ud800-\udfff]")  # halves of pairs, which JSON can smuggle in, have no UTF-8
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "selectConnectedEdges": True},
    "nodes": {
        "borderWidth": 1.5,
        "font": {
            "face": FONT,
            "size": NAME_SIZE,
            "ital": {"face": FONT, "size": NOTE_SIZE, "mod": ""},
        },
    },
    "edges": {
        "smooth": False,
        "arrows": {"to": {"scaleFactor": 0.55}},
        "selectionWidth": 1,
        "hoverWidth": 0.5,
        "scaling": {"label": {"drawThreshold": 8}},  # pixels on the screen: labels of facts wait for a closer look
    },
}
EVENT: dict[str, Any] = {"arrows": "", "width": 1.5}
LIGHT: dict[str, Any] = {"arrows": "", "dashes": [1, 4], "width": 1}
FACT: dict[str, Any] = {
    "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
    "dashes": False,
    "width": 1,
    "font": {"face": FONT, "size": FACT_SIZE, "strokeWidth": 0},
}
STYLES: dict[str, Any] = {
    "plate": {"margin": 6, "font": {"size": RELATION_SIZE}},
    "bend": STEP,
    "dashes": {status: list(lengths) or False for status, lengths in DASHES.items()},
    "lines": {
        "subject": EVENT,
        "object": {**EVENT, "arrows": "to"},
        "place": LIGHT,
        "source": LIGHT,
        "fact": FACT,
        "folded": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
            "width": 1.5,
            "font": {**FACT["font"], "size": FOLDED_SIZE},
            "scaling": {"label": {"enabled": False, "drawThreshold": 6}},
        },
    },
}
"""What figures and lines of a kind have in common, which the page gives to each; lines are dashed by their stance."""


def to_html(graph: Network, title: str | None = None, readings: Iterable[Reading] = ()) -> str:
    """Give the page of a graph; by default it is called after its article, or after how many there are.

    Of articles without a reading, the page shows the sentences alone that something was read from.
    The same graph gives the same page; written as UTF-8 it is the same bytes.
    """
    language = _language(graph)
    drawing = draw(graph)
    model = _model(drawing, language)
    model.templateEnv = _environment()
    model.path = "page.html"
    styles, vis, script = (Markup(text) for text in (_style(), vis_network(), _script()))  # noqa: S704 - our own files
    model.templateEnv.globals.update(
        title=title or _title(graph, language),
        language=language,
        words=words(language),
        rows=table(graph, language),
        content=describe(graph, drawing.relations, language, readings) | _dated(graph) | _arranged(drawing),
        types=_counted(SHAPES, (figure.kind for figure in drawing.figures)),
        statuses=_counted(DASHES, (claim.status for claim in claims(graph))),
        shapes=SHAPES,
        drawn_as=STYLES,
        dashes=DASHES,
        styles=styles,
        vis=vis,
        script=script,
        policy=_policy(styles, vis, script),
    )
    return SURROGATES.sub("\ufffd", model.generate_html())


def vis_network() -> str:
    """Read vis-network as pyvis ships it, without the name of a map file that only its makers have."""
    text = (files("pyvis") / VIS_NETWORK).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL")[0]


def _dated(graph: Network) -> dict[str, Any]:
    """Give the days of claims, and the stretches of time in which the timeline counts them."""
    dated = days(graph)
    return {"days": dated, "buckets": buckets(dated)}


def _arranged(drawing: Drawing) -> dict[str, Any]:
    """Give the bends of lines, the groups of figures with their frames, and the story of each figure."""
    frames = {name: made.frames for name, made in drawing.arrangements.items() if made.frames}
    return {
        "bends": {name: made.bends for name, made in drawing.arrangements.items()},
        "frames": frames,
        "titles": {group.id: group.title for groups in drawing.groups.values() for group in groups if group.id},
        "groupOf": {
            name: {key: group.id for group in groups for key in group.members}
            for name, groups in drawing.groups.items()
        },
    }


def _model(drawing: Drawing, language: str) -> Model:
    from pyvis.network import Network as Model  # noqa: PLC0415 - costs 0.7 s, for IPython comes with it

    model = Model(directed=True, cdn_resources="in_line")
    model.options = OPTIONS
    for figure in drawing.figures:
        model.add_node(figure.id, places=_places(drawing, figure.id), **_node(figure, language))
    for line in drawing.lines:
        model.add_edge(line.first, line.second, **_edge(line, language))
    for edge in model.edges:
        del edge["arrows"]  # pyvis gives every line a head; STYLES knows which have one
    return model


def _places(drawing: Drawing, key: str) -> dict[str, tuple[int, int]]:
    """Give the centre of a figure in each arrangement that has it."""
    return {name: made.centres[key] for name, made in drawing.arrangements.items() if key in made.centres}


def _node(figure: Figure, language: str) -> dict[str, Any]:
    rows = [row for found in figure.rows.values() for row in found]
    # vis-network takes the whole label for a regular expression where it meets an entity, so none may hold one
    is_marked_up = any(row.is_note for row in rows) and not any(sign in row.text for row in rows for sign in "&<")
    labels = {code: _label(figure.rows[code], is_marked_up=is_marked_up) for code in LANGUAGES}
    shape = {"shape": SHAPES[figure.kind], "size": figure.size} if figure.size else {"shape": "box"}
    return {
        "group": figure.kind,
        **shape,
        **_worded(labels, language),
        **({"font": {"multi": "html"}} if is_marked_up else {}),
    }


def _worded(labels: Mapping[str, str], language: str) -> dict[str, Any]:
    """Give a label, and that of each language where they differ."""
    label = labels[language]
    return {"label": label} if set(labels.values()) == {label} else {"label": label, "labels": labels}


def _label(rows: Iterable[Row], *, is_marked_up: bool) -> str:
    """Write rows in the small markup of vis-network's labels, or as they are."""
    return "\n".join(f"<i>{row.text}</i>" if row.is_note and is_marked_up else row.text for row in rows)


def _edge(line: Line, language: str) -> dict[str, Any]:
    """Describe a line; the plate at one end of it says to which relation it belongs, where there is one."""
    options: dict[str, Any] = {"role": line.role, "status": line.status}
    if line.role == "fact":
        options["relation"] = line.relation
    if line.role == "folded":
        options["relations"] = line.relations
    return {**options, **(_worded(line.label, language) if line.label else {})}


def _counted(known: Any, found: Any) -> dict[str, int]:
    """Count the kinds that occur, in the order in which they are known."""
    counts = Counter(found)
    return {kind: counts[kind] for kind in known if counts[kind]}


def _language(graph: Network) -> str:
    """Give the language of most articles, as far as the interface has it."""
    counts = Counter(document.language for document in documents(graph) if document.language in LANGUAGES)
    return min(counts, key=lambda code: (-counts[code], code), default="en")


def _title(graph: Network, language: str) -> str:
    found = list(documents(graph))
    if len(found) == 1:
        return found[0].title or found[0].name
    return f"{len(found)} {words(language)['articles'].lower()}"


def _environment() -> Environment:
    """Give a template environment that escapes everything and writes data as text in which no tag can end."""
    environment = Environment(autoescape=True, loader=PackageLoader("kg.view"), trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {
        "allow_nan": False, "ensure_ascii": False, "separators": (",", ":"), "sort_keys": True,
    }  # fmt: skip
    return environment


def _style() -> str:
    return (TEMPLATES / "viewer.css").read_text(encoding="utf-8")


def _script() -> str:
    """Join our scripts, without the comments and the indentation that only their authors need."""
    return FOR_AUTHORS.sub("", "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS))


def _policy(styles: str, *scripts: str) -> str:
    """Allow the page its own scripts and styles, and nothing else."""
    allowed = " ".join(map(_hash, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(styles)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
