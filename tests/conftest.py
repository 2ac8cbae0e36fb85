"""Fixtures that many tests share: the five seeds, their index, and the page on it."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_report_header() -> str:
    """The versions that an index and a page depend on."""
    return ", ".join(f"{name} {version(name)}" for name in ("whoosh3", "numpy", "flask", "click"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the CUTTINGS_ variables of whoever runs it."""
    import os  # noqa: PLC0415  # needed here alone

    for name in [name for name in os.environ if name.startswith("CUTTINGS_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The folder of the five seeds."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_index(seeds_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with one generation of the five seeds. Never written to."""
    from indexer import api

    index = tmp_path_factory.mktemp("seeds") / "index"
    settings, _ = api.load_settings({}, index=index, seeds=(seeds_dir,))
    api.rebuild(settings)
    return index


@pytest.fixture(scope="session")
def search(seeds_index: Path) -> Iterator[object]:
    """The generation of the five seeds, open."""
    from indexer import api

    settings, _ = api.load_settings({}, index=seeds_index)
    with api.open_search(settings=settings) as opened:
        yield opened
