"""The graph as one page that opens anywhere: no server, no network, each line with the sentence it came from."""

from kg.view.frame import to_frame
from kg.view.page import to_html

__all__ = ["to_frame", "to_html"]
