"""Why some small faults can be seen by no test."""

from collections.abc import Mapping

# By module, fault and the line as it stands.
REASONS: Mapping[tuple[str, str, str], str] = {}
