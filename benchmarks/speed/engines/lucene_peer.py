"""Lucene: compiles the Java program beside it and runs it.

Libraries and classes stay in the user's cache folder, never in the project.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import memory
from benchmarks.speed.collection import read_collection

JAVA = Path(__file__).parent.parent / "lucene"
CACHE = Path.home() / ".cache" / "cuttings-benchmarks" / "lucene"
_PROGRAMS = (("javac", "apt-get install default-jdk-headless"), ("mvn", "apt-get install maven"))
# One collector thread, so that a run uses the cores that it is said to use.
OPTIONS = ("-XX:+UseSerialGC", "-Xms512m", "-Xmx10g")


def missing() -> str:
    """What is not there, with the cure; empty if Lucene can run."""
    for program, cure in _PROGRAMS:
        if shutil.which(program) is None:
            return f"{program} is not installed. On Debian and Ubuntu: {cure}"
    try:
        _prepare()
    except subprocess.CalledProcessError as error:
        return f"its libraries cannot be had: {' '.join(error.cmd[:2])} failed. Run it to see why"
    return ""


def _prepare() -> None:
    """Libraries by Maven, once; classes whenever the program changed."""
    jars = CACHE / "jars"
    if not (jars / ".whole").exists():
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
        command = ("mvn", "--quiet", "--batch-mode", goal, f"-DoutputDirectory={jars}")
        subprocess.run((*command, "-f", JAVA / "pom.xml"), check=True, capture_output=True)
        (jars / ".whole").touch()
    source, made = JAVA / "LucenePeer.java", CACHE / "classes" / "LucenePeer.class"
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(
            ("javac", "-cp", f"{jars}/*", "-d", made.parent, source), check=True, capture_output=True
        )


def main(command: str, first: str, second: str) -> None:
    """The two commands of every engine."""
    if reason := missing():
        raise SystemExit(reason)
    if command == "query":
        _java(command, first, second, capture=False)
        return
    folder = Path(second)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        table = Path(scratch) / "collection.tsv"
        _write_table(Path(first), table)
        facts = json.loads(_java(command, str(table), second, capture=True))
    sizes = memory.folder_bytes(folder)
    facts |= {"disk_bytes": sum(sizes.values()), "largest_files": dict(list(sizes.items())[:12])}
    print(json.dumps(facts))


def _write_table(collection: Path, table: Path) -> None:
    """The collection without JSON: Java's own library cannot read it."""
    with table.open("w", encoding="utf-8") as file:
        for news in read_collection(collection):
            facts = (" ".join(news.actors), str(news.day), news.month, news.source)
            row = (news.id, news.title, news.text, *facts)
            file.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")


def _java(*arguments: str, capture: bool) -> str:
    path = f"{CACHE}/classes:{CACHE}/jars/*"
    command = ("java", *OPTIONS, "-cp", path, "LucenePeer", *arguments)
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE if capture else None).stdout


if __name__ == "__main__":
    main(*sys.argv[1:4])
