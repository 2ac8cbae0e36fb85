"""What the desk rests on: complete, and honest where nobody can be asked."""

import json
import sys
from pathlib import Path

import pytest

from docs.audit import (
    LICENCES,
    LOCKS,
    NONE_KNOWN,
    NOT_ASKED,
    ROOT,
    VULNERABLE,
    ask,
    bill,
    read_lock,
    read_packages,
)

VULNERABILITY = {
    "dependencies": [{"name": "flask", "version": "0.1", "vulns": [{"id": "CVE-1"}]}, {"name": "x"}]
}


def test_every_locked_package_is_in_the_bill_with_its_hashes():
    """Each by the address that all tools know, and twice the same."""
    packages = read_packages()
    components = bill(packages)["components"]
    for lock in LOCKS:
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        pinned = read_lock(text)
        assert text.count("==") == len(pinned)
        assert text.count("--hash=") == sum(len(hashes) for _, hashes in pinned.values())
        wanted = {f"pkg:pypi/{name}@{version}" for name, (version, _) in pinned.items()}
        assert wanted <= {one["purl"] for one in components}
    assert bill(packages) == bill(packages)


def test_the_list_of_licences_is_that_of_the_locked_packages():
    """`make audit` writes it anew after `make lock`."""
    listed = [line.split(" | ")[:2] for line in LICENCES.read_text().splitlines() if line.startswith("| ")]
    assert [[f"| {one.name}", one.version] for one in read_packages()] == listed[1:]


@pytest.mark.parametrize(
    ("says", "expected", "told"),
    [
        ({"dependencies": [{"name": "flask", "version": "3", "vulns": []}]}, NONE_KNOWN, "0 packages"),
        (VULNERABILITY, VULNERABLE, "flask 0.1: CVE-1"),
        (None, NOT_ASKED, "could not be asked; nothing is known:\nno route"),
    ],
)
def test_an_audit_says_what_is_known_and_what_is_not(tmp_path: Path, capsys, says, expected, told):
    """A service that is out of reach is neither good news nor bad news."""
    program = tmp_path / "pip-audit"
    body = f"print({json.dumps(says)!r})" if says else "print('no route', file=sys.stderr); sys.exit(1)"
    program.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    program.chmod(0o755)
    assert expected == ask(str(program), LOCKS)
    assert told in capsys.readouterr().out
