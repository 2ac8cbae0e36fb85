"""Every setting, its default, its reason; the only reader of the environment.

A value comes from its default, else the environment (`CUTTINGS_NAME`), else the command line.
Settings are frozen and passed as an argument.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from indexer.errors import SettingsError
from indexer.setting_texts import (
    count,
    names,
    networks,
    path,
    paths,
    port,
    positive,
    prefix,
    rate,
    seconds,
    share,
    up_to,
    url,
    yes,
)

PREFIX = "CUTTINGS_"


@dataclass(frozen=True, slots=True)
class Settings:
    """One row a field; `ROWS` holds how each is read and why it is there."""

    index: Path = Path("index")
    seeds: tuple[Path, ...] = (Path("seeds"),)
    authority: Path | None = None
    engine: str = "whoosh"
    url: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: Path | None = None
    index_prefix: str = "cuttings"
    shards: int = 1
    replicas: int = 1
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 0
    threads: int = 6
    jobs: int = 1
    keep_generations: int = 2
    max_file_bytes: int = 5_000_000
    max_text_characters: int = 1_000_000
    max_unpacking: int = 100
    page_seconds: int = 60
    page_memory_bytes: int = 300_000_000
    max_failed_share: float = 0.5
    query_seconds: float = 2.0
    query_characters: int = 512
    query_words: int = 64
    query_depth: int = 16
    query_wildcards: int = 8
    query_expansions: int = 2000
    batch_query_characters: int = 10_000
    batch_query_words: int = 2000
    phrase_words: int = 32
    slop: int = 50
    max_page_hits: int = 10_000
    max_per_page: int = 100
    facet_limit: int = 200
    trusted_hosts: tuple[str, ...] = ()
    heavy_searches: int = 4
    page_cache_bytes: int = 32_000_000
    wait_seconds: float = 0.3
    exports: int = 2
    client_seconds: int = 30
    proxies: int = 0
    rate: float = 10.0
    rate_burst: int = 100
    rate_free: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    min_free_bytes: int = 500_000_000
    access_log: str = "stderr"
    log_queries: bool = False
    log_peers: bool = False


ENGINES = ("whoosh", "opensearch")
# Together below the gap between two passages in the index, which no phrase and no NEAR crosses.
MOST_PHRASE_WORDS = 40
MOST_SLOP = 60


def _engine(text: str) -> str:
    if text not in ENGINES:
        raise ValueError("unknown engine")
    return text


@dataclass(frozen=True, slots=True)
class Row:
    """How one setting is read. `allowed` is what an error message offers; a `secret` is never shown."""

    name: str
    parse: Callable[[str], Any]
    allowed: str
    help: str
    secret: bool = False


ROWS: tuple[Row, ...] = (
    Row("index", path, "a folder", "where the generations of the index are kept"),
    Row("seeds", paths, "files or folders, joined like PATH", "the source files of a rebuild"),
    Row("authority", path, "a folder", "authority files of your own, laid over the shipped ones"),
    Row("engine", _engine, "whoosh or opensearch", "what stores the collection and answers"),
    Row(
        "url",
        url,
        "addresses such as https://node:9200, joined by commas, without a name or password",
        "where the engine is, if it is not on this disk: nodes of one cluster",
    ),
    Row("user", str, "a name", "who asks the cluster", secret=True),
    Row("password", str, "any text", "the password of that user; never shown", secret=True),
    Row("api_key", str, "a key", "in the place of user and password; never shown", secret=True),
    Row("ca_file", path, "a file", "the certificates that https:// is checked by, if not the usual ones"),
    Row(
        "index_prefix",
        prefix,
        "small letters, digits, - and _",
        "the alias of the current generation on a cluster, and what its indices begin with",
    ),
    Row("shards", positive, "1 or more", "the parts of a generation on a cluster, each on one node"),
    Row("replicas", count, "0 or more", "the copies of each part; without one a node that dies is missed"),
    Row("host", str, "an address of this machine", "where the web page is served"),
    Row("port", port, "0 to 65535; 0 takes a free one", "where the web page is served"),
    Row(
        "processes",
        count,
        "1 or more; 0 takes what fits",
        "processes that answer; what fits is one for each processor and for each half gigabyte of free "
        "memory, four at most",
    ),
    Row("threads", positive, "1 or more", "requests that one process answers at the same time"),
    Row("jobs", positive, "1 or more", "processes that clean and link beside the one that reads and writes"),
    Row("keep_generations", positive, "1 or more", "older generations kept beside the current one"),
    Row("max_file_bytes", positive, "bytes", "a larger source file is refused: no article is so long"),
    Row(
        "max_text_characters",
        positive,
        "characters",
        "a longer text is refused: cleaning it would stall the run; markup is bounded by its bytes alone",
    ),
    Row(
        "max_unpacking",
        positive,
        "times",
        "a packed file that unpacks to more than this many times its size, and past max_file_bytes, is "
        "refused: text packs to a tenth, what packs to a thousandth is made to fill a disk",
    ),
    Row(
        "page_seconds",
        up_to(86_400),
        "1 to 86400 seconds of computing time",
        "a page that takes longer to clean and link is refused: the longest that is read takes a third",
    ),
    Row(
        "page_memory_bytes",
        positive,
        "bytes",
        "a page that takes more memory to clean and link, beside what the program has, is refused",
    ),
    Row(
        "max_failed_share",
        share,
        "0 to 1",
        "a rebuild that had to refuse more than this share of its files is not published",
    ),
    Row("query_seconds", seconds, "seconds", "a search that takes longer is stopped"),
    Row("query_characters", positive, "characters", "a longer query text is refused"),
    Row("query_words", positive, "words", "a query with more words and clauses is refused"),
    Row("query_depth", positive, "levels", "parentheses nested deeper are refused"),
    Row(
        "query_wildcards", positive, "words", "a query with more wildcard, prefix and fuzzy words is refused"
    ),
    Row(
        "query_expansions",
        positive,
        "words",
        "how many words the wildcards of a query may stand for together",
    ),
    Row(
        "batch_query_characters",
        positive,
        "characters",
        "the limit of a query in a batch, which its owner runs",
    ),
    Row("batch_query_words", positive, "words", "the limit of a query in a batch, which its owner runs"),
    Row("phrase_words", up_to(MOST_PHRASE_WORDS), f"1 to {MOST_PHRASE_WORDS}", "a longer phrase is refused"),
    Row(
        "slop",
        up_to(MOST_SLOP),
        f"1 to {MOST_SLOP}",
        "the widest distance in NEAR/n and after a phrase; a larger one is cut to it",
    ),
    Row("max_page_hits", positive, "hits", "page times hits a page may not go past this"),
    Row("max_per_page", positive, "hits", "the most hits on one page"),
    Row("facet_limit", positive, "values", "the most values of one facet in an answer"),
    Row(
        "trusted_hosts",
        names,
        "host names, joined by commas",
        "other names under which the page may be asked for",
    ),
    Row(
        "heavy_searches",
        positive,
        "1 or more",
        "searches that may run at the same time, shared among processes, two for each at least; more are "
        "told to come back",
    ),
    Row(
        "page_cache_bytes",
        count,
        "bytes; 0 keeps none",
        "rendered pages kept for whoever asks again, packed, most to 5,000 to 15,000 bytes: three thousand",
    ),
    Row(
        "wait_seconds",
        seconds,
        "seconds",
        "a request that would wait longer for its turn is told at once to come back: turns differ, and an "
        "answer takes its own time, so that this is a third of what the slowest of a hundred wait",
    ),
    Row(
        "exports",
        positive,
        "1 or more",
        "whole answers that one process may send at the same time, half of them to one address; more are "
        "told to come back",
    ),
    Row(
        "client_seconds",
        positive,
        "seconds",
        "a request that is not whole after so long, or a client that takes nothing of its answer, is let go",
    ),
    Row(
        "proxies",
        count,
        "0 or more",
        "proxies before the page, each adding to X-Forwarded-For; with 0 that header is not believed",
    ),
    Row(
        "rate",
        rate,
        "requests a second; 0 for no limit",
        "what one address may ask for in the long run: a person asks for less, a script is told to wait",
    ),
    Row(
        "rate_burst",
        positive,
        "requests",
        "what one address may ask for at once: every link of a page opened in tabs is less",
    ),
    Row(
        "rate_free",
        networks,
        "addresses and networks, joined by commas",
        "whose requests are not counted: programs on this machine are its owner's; empty counts all",
    ),
    Row(
        "min_free_bytes",
        count,
        "bytes",
        "with less room on the disk of the index /readyz says so: the next generation may not fit",
    ),
    Row(
        "access_log",
        str,
        "stderr, none or a file",
        "where a line is written for each request; a file that is moved away is begun anew",
    ),
    Row("log_queries", yes, "yes or no", "the line of a request has what was searched: readers may mind"),
    Row(
        "log_peers", yes, "yes or no", "the line of a request has the address it came from: readers may mind"
    ),
)

RETIRED: Mapping[str, str] = {}


def load_settings(
    environment: Mapping[str, str] | None = None, **given: Any
) -> tuple[Settings, Mapping[str, str]]:
    """Settings and where each value came from: default, environment or command line.

    `given` are the values of the command line, already of the right type; None means not given.
    Raises SettingsError with the setting, the source and the allowed values.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    origins = {f.name: "default" for f in fields(Settings)}
    known = {row.name: row for row in ROWS}
    for key, text in environment.items():
        if not key.startswith(PREFIX):
            continue
        name = key[len(PREFIX) :].lower()
        if name in RETIRED:
            raise SettingsError(f"{key} is retired; use {RETIRED[name]}")
        if name not in known:
            continue
        try:
            values[name] = known[name].parse(text)
        except (ValueError, KeyError) as error:
            # An address may have a password in it, which must not stand in any log
            told = f"{key} cannot be used ({error})" if name == "url" else f"{key} is “{text}”"
            raise SettingsError(f"{told} in the environment; allowed: {known[name].allowed}") from None
        origins[name] = "environment"
    for name, value in given.items():
        if value is not None:
            values[name] = value
            origins[name] = "command line"
    return Settings(**values), origins
