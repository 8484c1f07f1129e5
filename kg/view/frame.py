"""A page within another page, such as a notebook.

Takes a page; gives a frame that holds it. Knows that what is in the frame may run its own scripts, save files and open
links, and may reach nothing of the page around it; never what the page shows.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

ALLOWED: Final = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
HEIGHT: Final = 640
"""Pixels: as high as a notebook shows without scrolling."""


def to_frame(page: str, title: str) -> str:
    """Put a page into a frame; `title` is what those hear who do not see it.

    >>> to_frame('<p title="a">&amp;</p>', "<b>").partition("srcdoc=")[2]
    '"&lt;p title=&#34;a&#34;&gt;&amp;amp;&lt;/p&gt;"></iframe>'
    """
    frame = Markup('<iframe title="{}" sandbox="{}" width="100%" height="{}" srcdoc="{}"></iframe>')
    return str(frame.format(title, ALLOWED, HEIGHT, page))
