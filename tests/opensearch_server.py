"""The real OpenSearch server: fetched once, and a Java for it.

Keeps both outside the tree, in a cache folder (CLUSTER_CACHE names another one). Starts nothing.
"""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

VERSION = "3.8.0"
# The distribution without the plug-in for users and TLS, as the tests of the server itself use it.
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
OLDEST_JAVA = 21
JAVA_FOLDERS = ("/usr/lib/jvm/*", "/opt/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")


class NoServer(Exception):
    """What is missing for a server here, with the cure."""


def cache_folder() -> Path:
    """Where the server, and what its nodes write, is kept. Root's is one that others may read."""
    if named := os.environ.get("CLUSTER_CACHE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/cuttings")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuttings"


def server_folder() -> Path:
    """The unpacked server; fetches it through Maven where it is not there yet (160 MB, once)."""
    cache = cache_folder()
    home = cache / f"opensearch-{VERSION}"
    if home.is_dir():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / f"{home.name}.zip"
    if not archive.exists():
        _fetch(cache)
    part = cache / f"{home.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(part)
    (part / home.name).rename(home)
    part.rmdir()
    return home


def _fetch(cache: Path) -> None:
    if not shutil.which("mvn"):
        raise NoServer("Maven fetches OpenSearch and is missing. On Debian and Ubuntu: apt-get install maven")
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={cache}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-5:])
        raise NoServer(f"Maven did not get {ARTIFACT}. Try again with a network.\n{tail}")


def find_java() -> Path:
    """The program `java` of the newest Java that is installed, 21 or newer."""
    named = [Path(value) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME") if (value := os.environ.get(name))]
    on_path = shutil.which("java")
    homes = [Path(on_path).resolve().parent.parent] if on_path else []
    for folders in JAVA_FOLDERS:
        homes += sorted(Path("/").glob(folders.lstrip("/")))
    found = [(java_version(home), home) for home in (named[:1] or homes)]
    version, home = max(found, key=lambda pair: pair[0], default=(0, Path()))
    if version < OLDEST_JAVA:
        raise NoServer(
            f"OpenSearch needs Java {OLDEST_JAVA} or newer; the newest here is {version or 'none'}. "
            f"On Debian and Ubuntu: apt-get install openjdk-{OLDEST_JAVA}-jre-headless. "
            "OPENSEARCH_JAVA_HOME names one that stands elsewhere."
        )
    return home / "bin" / "java"


def java_version(home: Path) -> int:
    """The first number of a Java's version, by what its folder says of itself; 0 for none."""
    try:
        said = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', said, re.MULTILINE)
    return int(found[1]) if found and (home / "bin" / "java").exists() else 0
