"""Graphs at rest: the graph JSON of an article, files that are whole or not there, names that stay in their folder.

Takes statements, bytes and ids; gives JSON and files. Knows the file system; never RDF and never grammar.
"""

from kg.store.files import file_name, write
from kg.store.graph_json import to_json

__all__ = ["file_name", "to_json", "write"]
