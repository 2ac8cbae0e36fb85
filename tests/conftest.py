"""Fixtures that many tests share: the five seeds, their index, the open search, a command's run."""

import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from indexer import api, cli
from indexer.engine_port import IndexReader
from indexer.entities.authority import read_authority
from indexer.entities.linking import Linker
from indexer.rebuild import run as rebuild_run
from indexer.search import spelling_offers
from indexer.search.open_search import Search
from indexer.settings import Settings
from tests.engines import Arguments, OnEngine, settings_on
from tests.opensearch_cluster import Cluster, start_cluster
from tests.opensearch_server import NoServer
from tests.real_server import SECONDS

# No test is timed: a busy machine makes none of them fail
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# Ten times the usual examples, or a fifth of them: pytest --hypothesis-profile=long
settings.register_profile("long", settings.get_profile("untimed"), max_examples=1000)
settings.register_profile("short", settings.get_profile("untimed"), max_examples=20)

ROOT = Path(__file__).parent.parent

# A run in the background of a shell or under nohup ignores these, and so would each program that it
# starts: what has a handler here has its own meaning there.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)


def pytest_report_header() -> str:
    """The versions that an index and a page depend on."""
    whoosh = packages_distributions()["whoosh"][0]
    return ", ".join(f"{name} {version(name)}" for name in (whoosh, "numpy", "flask", "click"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks a cluster, so that `-m "not cluster"` leaves it out."""
    for asked in items:
        if {"cluster", "fault_cluster"} & set(getattr(asked, "fixturenames", ())):
            asked.add_marker("cluster")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the CUTTINGS_ variables of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("CUTTINGS_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def _searches_may_take_their_time() -> Iterator[None]:
    """A search is stopped only where a test sets a time of its own: a busy machine makes none fail."""
    begin, usual = Search.__init__, Settings().query_seconds

    def begin_patiently(self: Search, reader: IndexReader, settings: Settings, **more: Any) -> None:
        patient = replace(settings, query_seconds=SECONDS) if settings.query_seconds == usual else settings
        begin(self, reader, patient, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Search, "__init__", begin_patiently)
        patch.setattr(spelling_offers, "MOST_SECONDS", SECONDS / 2)
        yield


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The folder of the five seeds."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run have, however many cores the tests are run on."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def seeds_index(seeds_dir: Path, shared_folder: Path) -> Path:
    """An index folder with one generation of the five seeds. Never written to."""
    index = shared_folder / "seeds-index"
    with (shared_folder / "seeds-index.lock").open("w") as lock:
        # Whoever comes first makes it; the others wait, and find it there
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not index.exists():
            settings, _ = api.load_settings({}, index=index, seeds=(seeds_dir,))
            api.rebuild(settings)
    return index


@pytest.fixture(scope="module")
def few_names() -> Iterator[None]:
    """Rebuilds know two actors and no places, read once: reading all takes longer than all else."""
    authority = read_authority()
    linker = Linker(authority)
    few = tuple(actor for actor in authority.actors if actor.id in ("wagner", "jnim"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            rebuild_run, "read_authority", lambda _: replace(authority, actors=few, places=(), rules=())
        )
        patch.setattr(rebuild_run, "Linker", lambda _: linker)
        yield


@pytest.fixture(scope="session")
def search(seeds_index: Path) -> Iterator[object]:
    """The generation of the five seeds, open."""
    settings, _ = api.load_settings({}, index=seeds_index)
    with api.open_search(settings=settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """A cluster of three nodes for the whole run, all its processes together; use your own prefix on it.

    It ends with the run, also where that is killed.
    """
    return _started("tests")


@pytest.fixture(scope="session", params=["files", pytest.param("cluster", marks=pytest.mark.cluster)])
def engine(request: pytest.FixtureRequest) -> str:
    """Where a collection is kept: in files, or on the cluster. What asks for it is tested on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def on_engine(engine: str, request: pytest.FixtureRequest) -> OnEngine:
    """Settings of an index folder on each engine: `on_engine(index=seeds_index)` has the seeds on all."""
    return Settings if engine == "files" else request.getfixturevalue("on_cluster")


@pytest.fixture(scope="session")
def on_cluster(cluster: Cluster, seeds_index: Path, seeds_dir: Path, shared_folder: Path) -> OnEngine:
    """Settings of an index folder that take it to the cluster; the seeds are there until the run ends."""
    own = settings_on(cluster.url)
    written = shared_folder / "seeds-on-cluster"
    with (shared_folder / "seeds-on-cluster.lock").open("w") as lock:
        # As with the folder: all processes of the run read what the first one has written
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not written.exists():
            api.rebuild(own(index=seeds_index, seeds=(seeds_dir,)))
            written.touch()
    return own


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], Arguments]:
    """What takes a command to a collection: `run("search", "wagner", *reach(settings))`."""

    def arguments(settings: Settings) -> Arguments:
        if not settings.url:
            return "--index", settings.index
        monkeypatch.setenv("CUTTINGS_INDEX_PREFIX", settings.index_prefix)
        monkeypatch.setenv("CUTTINGS_QUERY_SECONDS", str(settings.query_seconds))
        return "--engine", settings.engine, "--url", settings.url

    return arguments


@pytest.fixture
def on_seeds(on_engine: OnEngine, seeds_index: Path, reach: Callable[[Settings], Arguments]) -> Arguments:
    """What takes a command to the seeds on each engine: `run("search", "wagner", *on_seeds)`."""
    return reach(on_engine(index=seeds_index))


@pytest.fixture
def fault_cluster(shared_folder: Path) -> Iterator[Cluster]:
    """Another such cluster for one test at a time, which may kill its nodes: all come back after it."""
    with (shared_folder / "faults.lock").open("w") as lock:
        # Before one asks for it: with nodes of it killed, it is not there for anybody else
        fcntl.flock(lock, fcntl.LOCK_EX)
        broken = _started("faults")
        yield broken
        for at, node in enumerate(broken.nodes):
            if node.pid() is None:
                broken.restart(at)
        broken.wait()


def _started(kind: str) -> Cluster:
    spread = "PYTEST_XDIST_WORKER" in os.environ
    holder = os.getppid() if spread else os.getpid()
    try:
        return start_cluster(f"{kind}-{holder}", holder=holder)
    except NoServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: `run(*argv, stdin=b"")` gives exit code, stdout and stderr."""

    def run_command(*argv: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = cli.main([str(part) for part in argv])
        return code, *capsys.readouterr()

    return run_command
