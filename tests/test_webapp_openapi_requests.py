"""Requests made up from the description, odd and wrong ones too, each with its answer held against it.

Two for each address beside those that cover every limit and wrong type; with `--hypothesis-profile=long`
twenty.
"""

import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from indexer.api import Settings
from webapp.app import create_app

# Made-up ids would find nothing; one of these still does.
IDS = {
    "document_id": ["001_c49576111bc90fa8", "003_e6e3e9937ade9599", "none"],
    "actor_id": ["jnim", "wagner", "c-ml", "none"],
}
CONFIG = {
    "seed": 8,
    "generation": {"max-examples": settings.default.max_examples // 50, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # A value that cannot be read is said in a note and not used: it is no error here.
        "negative_data_rejection": {"enabled": False},
        # A page too far is refused however its number reads.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]},
    },
}


def test_made_up_requests_are_answered_as_described(seeds_index):
    """No server error, and no status, media type, header or JSON that the description lacks."""
    # A machine that does other work meanwhile stops no search: 504 is described, and still a server error.
    app = create_app(Settings(index=seeds_index, query_seconds=60.0))
    described = app.test_client().get("/openapi.json").json
    for path in described["paths"].values():
        # The third and fourth of compared searches are read as the second is.
        path["get"]["parameters"] = [
            parameter for parameter in path["get"]["parameters"] if not parameter["name"].endswith(("3", "4"))
        ]
        for parameter in path["get"]["parameters"]:
            if parameter["in"] == "path":
                parameter["schema"] = {"type": "string", "enum": IDS[parameter["name"]]}
    schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = app
    faults, asked = {}, 0
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if not isinstance(event, events.ScenarioFinished):
            continue
        asked += len(event.recorder.interactions)
        for checks in event.recorder.checks.values():
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info
                    faults[event.recorder.label, check.name] = f"{failure.failure}\n{failure.code_sample}"
    print(f"{asked} requests")
    assert {} == faults
    assert asked > 1000
