"""Graphs at rest: graph JSON, files that are whole or not there, names that stay in their folder, and stores that last.

Takes statements, networks, bytes and ids; gives JSON, files and stores. Knows the file system and what lies where in
it; never grammar, and of RDF no more than that a database holds it.
"""

from kg.store.files import file_name, put, refuse_leaving, refused, sweep, write
from kg.store.graph_json import to_json
from kg.store.stores import DATABASE, Store, is_remote, is_store, opened

__all__ = [
    "DATABASE",
    "Store",
    "file_name",
    "is_remote",
    "is_store",
    "opened",
    "put",
    "refuse_leaving",
    "refused",
    "sweep",
    "to_json",
    "write",
]
