"""What the tests of a module run of it. Needs the package `coverage`, which is not a dependency."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutation.trying import OPTIONS, ROOT, TESTS, path_of


def coverage_of(module: str) -> str:
    """Lines and branches run, of all; "not measured" where the package is not installed."""
    with TemporaryDirectory() as folder:
        data, told = f"--data-file={folder}/data", Path(folder) / "told.json"
        include = f"--include={path_of(module)}"
        run = ["run", "--branch", data, include, "-m", "pytest", *OPTIONS, *TESTS[module]]
        if not all(_coverage(*arguments) for arguments in (run, ["json", data, "-o", str(told)])):
            return "not measured"
        found = json.loads(told.read_text("utf-8"))["totals"]
    lines = f"{found['covered_lines']} of {found['num_statements']} lines"
    return f"{lines}, {found['covered_branches']} of {found['num_branches']} branches"


def _coverage(*arguments: str) -> bool:
    command = (sys.executable, "-m", "coverage", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
