"""Rows -> rows, by Apache Spark: on the cores of this machine, or on the machines of a cluster.

Takes folders of Parquet files and a function from rows to rows; leaves folders of files, which all machines must see
under the same name. Knows Spark, and is the only door to it: its processes, its retries, its files; what it says goes
to a file. Never knows what is in a row.

A process of Python that breaks off has its rows done again, by another; after four times the whole is given up. What an
article may do to a process is therefore kept from Spark: see `Dependent`.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.corpus.memory import Memory
from kg.corpus.tables import Row, Table, rows_of
from kg.corpus.working import Work
from kg.errors import EngineError
from kg.model import Article, Statements

if TYPE_CHECKING:
    from collections.abc import Container

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Mapped = Callable[[Iterator[Row]], Iterable[Row]]
Told = Callable[[float], None]
"""Called now and then with the share of a step that is done, from 0 to 1."""
MISSING: Final = "PySpark is not here; pip install 'kg[spark]'"
NO_JAVA: Final = "Spark needs Java 17 or 21, and there is none; put java on the path, or its folder into JAVA_HOME"
ATTEMPTS: Final = 4
"""Processes that may break off over the same rows: Spark's own default, which it does not apply on one machine."""
EVERY: Final = 1.0
"""Seconds from one look at how far a step is to the next."""
SETTINGS: Final = {
    "spark.app.name": "kg",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.python.worker.reuse": "true",  # the parser is loaded once in each
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",  # few large files rather than many small ones
}
_GLOB: Final = re.compile(r"[][{}*?\\]")
HERE: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "16",  # Spark's own 200 are for a cluster
}
"""Settings for one machine."""


def require() -> None:
    """Look whether all is here that Spark needs.

    Raises:
        EngineError: something is missing.

    """
    if any(find_spec(name) is None for name in ("pyspark", "pyarrow", "pandas")):
        raise EngineError(MISSING)
    if not has_java():
        raise EngineError(NO_JAVA)


@contextmanager
def opened(master: str, log: Path) -> Iterator[Cluster]:
    """Start Spark, and stop it at the end; its own messages go to the file `log`.

    Raises:
        EngineError: it cannot be started.

    """
    try:
        with _errors_to(log), _quiet():
            session = _session(master)
    except Exception as error:  # noqa: BLE001 - whatever the bridge to Java raises, there is no Spark
        msg = f"cannot begin with --master {master}: {_first_line(error)}; is it there, in the same version? See {log}"
        raise EngineError(msg) from None
    try:
        yield Cluster(session, log)
    finally:
        session.stop()


def _session(master: str) -> SparkSession:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(_with_attempts(master))
    is_here = master.startswith("local")
    if is_here:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    for name, value in {**SETTINGS, **(HERE if is_here else {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def has_java() -> bool:
    """Tell whether there is a Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def _with_attempts(master: str) -> str:
    """Have processes that break off replaced on one machine too.

    >>> _with_attempts("local[2]"), _with_attempts("local"), _with_attempts("spark://host:7077")
    ('local[2,4]', 'local[1,4]', 'spark://host:7077')
    """
    found = re.fullmatch(r"local(?:\[(\d+|\*)\])?", master)
    return f"local[{found[1] or 1},{ATTEMPTS}]" if found else master


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """Give processes that are started a file for what they complain of."""
    log.parent.mkdir(parents=True, exist_ok=True)
    kept = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _address(folder: Path) -> str:
    """Name a folder of the file system, whatever others Spark knows and prefers."""
    return f"file://{folder.absolute()}"


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


@dataclass(frozen=True, slots=True)
class Cluster:
    """What Spark runs on."""

    session: SparkSession
    log: Path

    @property
    def slots(self) -> int:
        """Count the processes that can be at work at a time."""
        slots: int = self.session.sparkContext.defaultParallelism
        return slots

    def map(
        self,
        work: Mapped,
        source: Path,
        target: Path,
        table: Table,
        *,
        partitions: int | None = None,
        beside: tuple[Path, str] | None = None,
        told: Told = lambda _: None,
    ) -> None:
        """Do the work on each of as many partitions of rows; `beside` are rows that are joined to them by a column.

        Raises:
            EngineError: processes broke off again and again over the same rows.

        """
        rows = self._read(source)
        if beside:
            rows = rows.join(self._read(beside[0]), beside[1])
        if partitions:
            rows = rows.repartition(partitions)
        with _quiet():
            made = rows.mapInArrow(_InArrow(work, table), table.sql)
        self._run(lambda: made.write.parquet(_address(target)), told)

    def sort(self, source: Path, target: Path, by: str) -> None:
        """Leave rows in the order of a column, in Parquet files that follow each other."""
        self._run(lambda: self._read(source).orderBy(by).write.parquet(_address(target)))

    def sort_lines(self, sources: Sequence[Path], target: Path, last: Callable[[int], Iterable[str]]) -> int:
        """Leave the texts of the column `line`, each once and in order, in text files that follow each other.

        `last` is given their count, and gives lines that are put among them. The order is that of code points. Gives
        the count with these.
        """
        from pyspark.storagelevel import StorageLevel  # noqa: PLC0415 - as above

        found = self._read(*sources).distinct().persist(StorageLevel.DISK_ONLY)
        count: int = self._run(found.count)
        more = [(line,) for line in last(count)]
        lines = found.union(self.session.createDataFrame(more, "line string")).orderBy("line")
        self._run(lambda: lines.write.text(_address(target), lineSep="\n"))
        found.unpersist()
        return count + len(more)

    def _read(self, *folders: Path) -> DataFrame:
        return self.session.read.parquet(*(_GLOB.sub(r"\\\g<0>", _address(folder)) for folder in folders))

    def _run(self, step: Callable[[], Any], told: Told = lambda _: None) -> Any:
        """Take a step, in a thread beside this one, which can be interrupted."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(step)
            try:
                return self._watched(running, told)
            except KeyboardInterrupt:
                self.session.sparkContext.cancelAllJobs()
                raise
            except Exception as error:  # noqa: BLE001 - whatever the bridge to Java raises, the step failed
                msg = f"Spark gave up; the same command goes on where it was: {_first_line(error)} (see {self.log})"
                raise EngineError(msg) from None

    def _watched(self, running: Future[Any], told: Told) -> Any:
        while True:
            try:
                return running.result(EVERY)
            except Late:
                told(self._share())

    def _share(self) -> float:
        """Tell how much of the stages at work is done."""
        tracker = self.session.sparkContext.statusTracker()
        stages = [found for each in tracker.getActiveStageIds() if (found := tracker.getStageInfo(each))]
        done, all_of_them = (
            sum(getattr(stage, name) for stage in stages) for name in ("numCompletedTasks", "numTasks")
        )
        return done / all_of_them if all_of_them else 0.0


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what PySpark says of a pandas newer than itself: nothing of it is used here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def keep_shards(written: Path, target: Path) -> list[Path]:
    """Put the files of a step in the place of those that were there, numbered in their order.

    The folder is named after the format, as are its files: `graph.nq/part-00000.nq`.
    """
    fresh = written.with_name(f"{written.name}-kept")
    fresh.mkdir()
    found = sorted(path for path in written.glob("part-*") if path.stat().st_size)
    shards = [path.rename(fresh / f"part-{number:05}{target.suffix}") for number, path in enumerate(found)]
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)  # of a build on one machine
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(target)
    return [target / shard.name for shard in shards]


# ---- in the processes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _InArrow:
    """Work on rows, as Spark asks for it."""

    work: Mapped
    table: Table

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return self.table.batches(self.work(rows_of(batches)))


class SharedMemory(Memory):
    """A memory of which a process sees a part of the articles only, and so forgets none."""

    __slots__ = ()

    def forget_others(self, keys: Container[str]) -> None:
        """Leave this to who knows all articles."""


@dataclass(slots=True)
class Dependent:
    """Work on an article in a process beside that of Spark, which ends with the latter.

    Whatever an article does to its process, Spark's own lives on, and has the other articles done. If it is Spark's
    that is killed, Spark waits until nobody holds its connection any more.
    """

    work: Work
    _is_watching: bool = field(default=False)

    def __call__(self, article: Article) -> Statements:
        """Do the work."""
        if not self._is_watching:
            self._is_watching = True
            threading.Thread(target=_end_with_parent, daemon=True).start()
        return self.work(article)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
