"""All cleaning rules in the order of their precedence.

Where two rules take the same characters the earlier one is named.
"""

from indexer.cleaning import (
    rules_advertising,
    rules_attribution,
    rules_controls,
    rules_debris,
    rules_duplicates,
    rules_frame,
    rules_legal,
    rules_navigation,
    rules_newsletter,
    rules_pictures,
    rules_reader,
    rules_related,
    rules_site,
    rules_stamps,
    rules_teasers,
    rules_widgets,
    rules_writers,
)
from indexer.cleaning.rule import Rule

RULES: tuple[Rule, ...] = (
    *rules_stamps.RULES,
    *rules_widgets.RULES,
    *rules_advertising.RULES,
    *rules_debris.RULES,
    *rules_duplicates.RULES,
    *rules_navigation.RULES,
    *rules_reader.RULES,
    *rules_newsletter.RULES,
    *rules_legal.RULES,
    *rules_related.RULES,
    *rules_teasers.RULES,
    *rules_controls.RULES,
    *rules_pictures.RULES,
    # Names have the loosest form: what another rule knows by its words is not a name.
    *rules_attribution.RULES,
    *rules_writers.RULES,
    *rules_site.RULES,
    *rules_frame.RULES,
)
