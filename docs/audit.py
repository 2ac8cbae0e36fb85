"""What the desk rests on: a bill of materials, its licences, known vulnerabilities.

`python -m docs.audit` writes build/sbom.cdx.json and docs/licences.md from the locked requirements and what
is installed of them, then asks for known vulnerabilities with pip-audit, if that is named by `--pip-audit`.
Ends with 0 where none is known, 1 where one is, 3 where the service cannot be asked: then nothing is known.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parent.parent
# What is installed to run the desk, on one machine or on a cluster.
LOCKS = ("run", "cluster")
SBOM, LICENCES = ROOT / "build" / "sbom.cdx.json", ROOT / "docs" / "licences.md"
NONE_KNOWN, VULNERABLE, NOT_ASKED = 0, 1, 3
_PINNED = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==([^\s\\]+)((?:\s*\\\s*--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)
_CLASSIFIER = "License :: "
# Longer ones are the text of a licence, not its name.
_NAME = 60
_HEAD = """# Licences of what is installed

Written by `make audit` from the locked requirements (`requirements/run.txt`, `requirements/cluster.txt`) and
what each package says of itself. Cuttings itself is under the [MIT licence](../LICENSE).

| package | version | licence |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package: its name, its version, the SHA-256 of its files, its licence."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def read_lock(text: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    r"""Version and hashes of each package of a locked list, by name.

    >>> read_lock("a==1.0 \\\n    --hash=sha256:" + "0" * 64)["a"][0]
    '1.0'
    """
    return {
        name: (version, tuple(re.findall("[0-9a-f]{64}", hashes)))
        for name, version, hashes in _PINNED.findall(text)
    }


def licence_of(facts: PackageMetadata) -> str:
    """What a package says of its licence, the shortest form first."""
    stated = facts.get("License-Expression") or facts.get("License") or ""
    if stated and len(stated) <= _NAME and "\n" not in stated:
        return stated
    classes = facts.get_all("Classifier") or ()
    told = [one.rpartition(" :: ")[2] for one in classes if one.startswith(_CLASSIFIER)]
    return ", ".join(told) or "not stated"


def read_packages(locks: Sequence[str] = LOCKS) -> tuple[Package, ...]:
    """The packages of locked lists by name; one that is not installed here has no licence to read."""
    found: dict[str, Package] = {}
    for lock in locks:
        text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
        for name, (version, hashes) in read_lock(text).items():
            try:
                licence = licence_of(metadata(name))
            except PackageNotFoundError:
                licence = "not installed"
            found[name] = Package(name, version, hashes, licence)
    return tuple(found[name] for name in sorted(found))


def bill(packages: Sequence[Package]) -> Mapping[str, object]:
    """A bill of materials in the form of CycloneDX 1.5: the same packages give the same bill."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": [{"license": {"name": one.licence}}],
            # Those of all files of this version: which of them is installed depends on the machine
            "properties": [{"name": "cuttings:sha256", "value": value} for value in one.hashes],
        }
        for one in packages
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(components))}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "cuttings", "bom-ref": "cuttings"}},
        "components": components,
    }


def ask(program: str, locks: Sequence[str]) -> int:
    """Ask for known vulnerabilities, and say what there is; the exit code."""
    lists = [part for lock in locks for part in ("-r", str(ROOT / "requirements" / f"{lock}.txt"))]
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json")
    done = subprocess.run((program, *options, *lists), capture_output=True, text=True, check=False)
    try:
        found = [one for one in json.loads(done.stdout)["dependencies"] if one.get("vulns")]
    except (ValueError, KeyError):
        print(f"The service of vulnerabilities could not be asked; nothing is known:\n{done.stderr[-500:]}")
        return NOT_ASKED
    for one in found:
        print(f"{one['name']} {one['version']}: {', '.join(each['id'] for each in one['vulns'])}")
    print(f"{len(found)} packages with known vulnerabilities")
    return VULNERABLE if found else NONE_KNOWN


def main(argv: Sequence[str] | None = None) -> int:
    """Write both lists, then ask; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.audit", description=__doc__)
    parser.add_argument("--pip-audit", metavar="PROGRAM", help="the program that asks")
    asked = parser.parse_args(argv)
    packages = read_packages()
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(json.dumps(bill(packages), indent=1) + "\n", "utf-8")
    rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in packages)
    LICENCES.write_text(_HEAD + rows, "utf-8")
    print(f"{len(packages)} packages: {SBOM.relative_to(ROOT)}, {LICENCES.relative_to(ROOT)}", flush=True)
    return ask(asked.pip_audit, ("run", "cluster", "test")) if asked.pip_audit else NONE_KNOWN


if __name__ == "__main__":
    sys.exit(main())
