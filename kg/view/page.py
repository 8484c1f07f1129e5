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
from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kg.graph import Network, claims, documents
from kg.view.content import describe, table
from kg.view.drawing import (
    DASHES,
    FACT_SIZE,
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
    "document.js", "canvas.js", "details.js", "address.js", "turtle.js", "picture.js", "sharing.js", "viewer.js",
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
            "multi": "html",
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
PLATE: dict[str, Any] = {"shape": "box", "margin": 6, "font": {"size": RELATION_SIZE}}
LIGHT: dict[str, Any] = {"arrows": "", "dashes": [1, 4], "width": 1}
FACT: dict[str, Any] = {
    "arrows": {"to": {"scaleFactor": 0.4}},
    "width": 1,
    "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12},
    "font": {"face": FONT, "size": FACT_SIZE, "strokeWidth": 0},
}


def to_html(graph: Network, title: str | None = None) -> str:
    """Give the page of a graph; by default it is called after its article, or after how many there are.

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
        content=describe(graph, drawing.relations, language),
        types=_counted(SHAPES, (figure.kind for figure in drawing.figures)),
        statuses=_counted(DASHES, (claim.status for claim in claims(graph))),
        shapes=SHAPES,
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


def _model(drawing: Drawing, language: str) -> Model:
    from pyvis.network import Network as Model  # noqa: PLC0415 - costs 0.7 s, for IPython comes with it

    model = Model(directed=True, cdn_resources="in_line")
    model.options = OPTIONS
    for figure in drawing.figures:
        x, y = drawing.centres[figure.id]
        model.add_node(figure.id, x=x, y=y, **_node(figure, language))
    for number, line in enumerate(drawing.lines):
        model.add_edge(line.first, line.second, id=f"line:{number}", **_edge(line, language))
    return model


def _node(figure: Figure, language: str) -> dict[str, Any]:
    # vis-network takes the whole label for a regular expression where it meets an entity, so none may hold one
    is_plain = any(sign in row.text for rows in figure.rows.values() for row in rows for sign in "&<")
    labels = {code: _label(figure.rows[code], is_plain=is_plain) for code in LANGUAGES}
    options = {"group": figure.kind, "label": labels[language], "labels": labels}
    font = {"multi": False} if is_plain else {}
    if figure.size:
        return {**options, "shape": SHAPES[figure.kind], "size": figure.size, **({"font": font} if font else {})}
    borders = {"borderRadius": 5, "borderDashes": _dashes(figure.kind)}
    return {**options, **PLATE, "font": {**PLATE["font"], **font}, "shapeProperties": borders}


def _label(rows: Iterable[Row], *, is_plain: bool) -> str:
    """Write rows in the small markup of vis-network's labels, or as they are."""
    return "\n".join(f"<i>{row.text}</i>" if row.is_note and not is_plain else row.text for row in rows)


def _edge(line: Line, language: str) -> dict[str, Any]:
    options = {"relation": line.relation, "role": line.role, "status": line.status}
    if line.label:
        return {**options, **FACT, "label": line.label[language], "labels": line.label}
    if line.role in {"place", "source"}:
        return {**options, **LIGHT}
    return {**options, "arrows": "to" if line.role == "object" else "", "dashes": _dashes(line.status), "width": 1.5}


def _dashes(status: str) -> list[int] | bool:
    return list(DASHES[status]) or False


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
