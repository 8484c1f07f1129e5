"""A graph shows itself in a notebook: its page, in a frame from which nothing gets out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.graph import claims
from kg.model import Statements
from kg.pipeline import Graph
from kg.view import to_frame

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

NOTEBOOK = "<!doctype html><meta charset=utf-8><title>notebook</title><h1>Cells</h1>{}"


@pytest.mark.browser
def test_the_page_lives_in_a_notebook(browser: Chrome, statements: Statements, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    frame = Graph([statements])._repr_html_()
    path.write_text(NOTEBOOK.format(frame), encoding="utf-8")
    browser.get(path.as_uri())
    browser.switch_to.frame(0)
    rows = browser.find_elements("css selector", "#list tbody tr")
    assert len(rows) == len(list(claims(Graph([statements]).network)))
    assert browser.find_elements("css selector", "#graph canvas")
    complaints = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium
    assert [entry["message"] for entry in complaints] == []


@pytest.mark.browser
def test_what_is_in_the_frame_does_not_reach_the_notebook(browser: Chrome, tmp_path: Path) -> None:
    reach = "parent.document.title = 'taken'; document.title = 'out'"
    attack = f"<script>try {{ {reach} }} catch {{ document.title = 'in' }}</script>"
    path = tmp_path / "notebook.html"
    path.write_text(NOTEBOOK.format(to_frame(attack, "\"><script>document.title = 'taken'</script>")), encoding="utf-8")
    browser.get(path.as_uri())
    assert browser.title == "notebook"
    browser.switch_to.frame(0)
    assert browser.execute_script("return document.title") == "in"
