"""`docs/api.md` names every request that the coordinator answers, and no other."""

import re
from pathlib import Path

from coordinator.web.application import create_application
from tests.fakes.front import Front
from tests.fakes.served_center import served_center

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
PAGES = ("/staff", "/board")
"""Pages for people need not be in it."""


def test_the_document_names_every_request(front: Front) -> None:
    application = create_application(served_center(front.desk))
    answered = {
        (method, re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule))
        for rule in application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    named = set(re.findall(r"^\| `(GET|POST|PUT) (/\S+)` \|", DOCUMENT.read_text(), re.MULTILINE))
    contract = {(method, path) for method, path in answered if not path.startswith(PAGES)}
    assert contract - named == set()
    assert named - answered == set()
