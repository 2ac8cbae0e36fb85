"""Many documents in one request, sent again until each is written or refused for good.

A document that is there already counts as written: an answer may be lost where the work was done.
"""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.failures import PASSING, says_full
from indexer.errors import EngineError, EngineUnavailable

# Time for a node to come back, or for another to take its place, before a run is given up.
PATIENCE = 120.0
_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
_CONFLICT, _MISSING = 409, 404
# In the words of an error that no patience helps against.
_TOO_FULL = "are too full"


class Action(NamedTuple):
    """One line of a bulk request: what is done to which document, and its body as JSON."""

    kind: str
    id: str
    body: str = ""

    def lines(self) -> str:
        """The action as it is sent."""
        head = json.dumps({self.kind: {"_id": self.id}})
        return f"{head}\n{self.body}\n" if self.body else f"{head}\n"


def create(id_: str, source: Mapping[str, Any]) -> Action:
    """Write a document unless it is there."""
    return Action("create", id_, json.dumps(source, ensure_ascii=False, separators=(",", ":")))


def change(id_: str, fields: Mapping[str, Any]) -> Action:
    """Change some fields of a document."""
    return Action("update", id_, json.dumps({"doc": fields}))


def send(cluster: Cluster, index: str, actions: Sequence[Action], patience: float = PATIENCE) -> list[str]:
    """Do all actions; gives the ids that are not there to be changed or deleted.

    Raises EngineUnavailable where the cluster refuses one, or where it cannot do them in `patience`
    seconds.
    """
    left, missing = list(actions), list[str]()
    until, pause = time.monotonic() + patience, _PAUSE
    while left:
        trouble: EngineError | None = None
        reason = ""
        try:
            answer = cluster.call("POST", f"/{index}/_bulk", "".join(action.lines() for action in left))
        except EngineError as error:
            if _TOO_FULL in str(error):
                raise
            trouble = error
        else:
            left, gone, reason = _read_answer(left, answer)
            missing += gone
        if not left:
            break
        if time.monotonic() + pause > until:
            raise trouble or EngineUnavailable(
                f"The cluster did not take {len(left)} documents within {patience:.0f} s ({reason}). "
                "Look at its health, and run again"
            )
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
    return missing


def _read_answer(actions: Sequence[Action], answer: Mapping[str, Any]) -> tuple[list[Action], list[str], str]:
    """What is to be sent again, the ids that are missing, and a reason. Raises EngineUnavailable."""
    again: list[Action] = []
    missing: list[str] = []
    reason = ""
    if not answer.get("errors"):
        return again, missing, reason
    for action, told in zip(actions, answer["items"], strict=True):
        (own,) = told.values()
        status = own.get("status", 0)
        if status < 300 or status == _CONFLICT:
            continue
        if status == _MISSING and action.kind != "create":
            missing.append(action.id)
            continue
        error = own.get("error") or {}
        reason = f"{error.get('type')}: {error.get('reason')}"
        if says_full(reason):
            raise EngineUnavailable(
                "The disks of the cluster are too full, so it takes nothing more. Make room or add a "
                "node, and run again: nothing was published"
            )
        if status not in PASSING:
            raise EngineUnavailable(f"The cluster refused the document {action.id}: {reason[:300]}")
        again.append(action)
    return again, missing, reason
