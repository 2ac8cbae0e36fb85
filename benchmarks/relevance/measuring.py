"""Runs ours and its peers over collections and compares them query by query.

Nothing is drawn or written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.relevance import ours
from benchmarks.relevance.collection import Collection, Half, take_every_second, take_half
from benchmarks.relevance.measures import Scores, in_trec_order, mean, score_ranking
from benchmarks.relevance.peers import Peer, PeerFailed
from benchmarks.relevance.significance import p_value


@dataclass(frozen=True, slots=True)
class Measured:
    """One ranker on one collection: its measures for each query, in order."""

    ranker: str
    per_query: tuple[Scores, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured on one collection; the first row is ours, with which all are compared."""

    collection: str
    documents: int
    rows: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """All that was measured; `missing` tells why a peer has no row."""

    tables: tuple[Table, ...]
    versions: tuple[str, ...]
    missing: Mapping[str, str]
    half: Half = "all"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One ranker over some collections.

    `ahead` is the nDCG@10 of ours minus its own, `p` how likely luck gives such a difference; both None
    for ours.
    """

    ranker: str
    scores: Scores
    ahead: float | None
    p: float | None


def measure(
    collections: Sequence[Collection],
    variants: Sequence[ours.Variant],
    peers: Sequence[Peer],
    say: Callable[[str], None],
    half: Half = "all",
) -> Run:
    """All rankers over all collections. A peer that is not here or fails has no row, and is told."""
    missing = {peer.name: reason for peer in peers if (reason := peer.missing())}
    tables = []
    for whole in (take_half(own, half) for own in collections):
        say(f"{whole.name}: {len(whole.pages):,} documents, {len(whole.queries)} queries")
        rows = [
            # Our own order counts as it is: `batch` writes scores that keep it.
            _measured(variant.name, whole, [[id_ for id_, _ in ranking] for ranking in rankings])
            for variant, rankings in zip(variants, ours.rank(whole, variants), strict=True)
        ]
        for peer in peers:
            if peer.name in missing:
                continue
            try:
                rows.append(_measured(peer.name, whole, [*map(in_trec_order, peer.rank(whole))]))
            except PeerFailed as error:
                missing[peer.name] = f"it failed on {whole.name}: {error}"
        for row in rows:
            say(f"  {row.ranker}: nDCG@10 {mean(row.per_query).ndcg_10:.4f}")
        tables.append(Table(whole.name, len(whole.pages), tuple(rows)))
    # A mean over all collections needs a row in each.
    whole_rows = [
        Table(
            table.collection, table.documents, tuple(row for row in table.rows if row.ranker not in missing)
        )
        for table in tables
    ]
    versions = tuple(peer.version() for peer in peers if peer.name not in missing)
    return Run(tuple(whole_rows), versions, missing, half)


def _measured(name: str, whole: Collection, rankings: Sequence[Sequence[str]]) -> Measured:
    pairs = zip(whole.queries, rankings, strict=True)
    return Measured(name, tuple(score_ranking(whole.qrels[query.id], ranking) for query, ranking in pairs))


def half_of(table: Table, half: Half) -> Table:
    """What was measured, of every second query alone."""
    rows = tuple(Measured(row.ranker, take_every_second(row.per_query, half)) for row in table.rows)
    return replace(table, rows=rows)


def compare(tables: Sequence[Table]) -> list[Comparison]:
    """Each ranker by its means over collections, the best nDCG@10 first."""
    first = [table.rows[0] for table in tables]
    found = []
    for rows in zip(*(table.rows for table in tables), strict=True):
        scores = mean(mean(row.per_query) for row in rows)
        differences = [_differences(one, other) for one, other in zip(first, rows, strict=True)]
        ahead = sum(sum(own) / len(own) for own in differences) / len(differences)
        is_first = rows[0] is first[0]
        found.append(
            Comparison(
                rows[0].ranker,
                scores,
                None if is_first else ahead,
                None if is_first else p_value(differences),
            )
        )
    return sorted(found, key=lambda comparison: -comparison.scores.ndcg_10)


def _differences(one: Measured, other: Measured) -> list[float]:
    return [a.ndcg_10 - b.ndcg_10 for a, b in zip(one.per_query, other.per_query, strict=True)]
