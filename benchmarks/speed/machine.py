"""On what a measurement was made: machine, programs, commit, day.

Reads only; where something cannot be known it says "unknown".
"""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def describe(root: Path) -> dict[str, Any]:
    """The facts that stand beside every figure."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": _commit(root),
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return "unknown"


def _commit(root: Path) -> str:
    """The commit's short name, with a plus where the engine's files differ from it."""
    try:
        name = _git(root, "rev-parse", "--short=10", "HEAD")
        return name + ("+" if _git(root, "status", "--porcelain", "--", "indexer") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ("git", *arguments), cwd=root, check=True, text=True, capture_output=True
    ).stdout.strip()
