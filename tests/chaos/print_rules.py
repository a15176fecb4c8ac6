"""What no fault may break about papers: each job has an end, and a second paper says that it is a copy. Pure."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from coordinator.queue.printing import FRESH_MS
from tests.chaos.evidence import Traces
from tests.chaos.snapshot import Row


def each_print_is_accounted_for(traces: Traces) -> Iterator[str]:
    """Printed, failed with a reason, or given up when it was too old; and the papers that came out match."""
    links = {row["place"]: row["link"] for row in traces.snapshot.tickets}
    papers = Counter(paper.link for paper in traces.sheets if paper.link)
    printed: Counter[str] = Counter()
    for job in traces.snapshot.jobs:
        if job["state"] == "printed":
            printed[links.get(job["place"], "")] += 1
        elif why := _unaccounted(job):
            yield f"print job {job['seq']} is {job['state']}: {why}"
    marks = _marks_by_link(traces)
    for link in sorted({*papers, *printed} - {""}):
        if not printed[link] <= papers[link] <= len(marks[link]):
            told = f"{printed[link]} prints were reported and {len(marks[link])} begun"
            yield f"of the ticket {link} came {papers[link]} papers, but {told}"


def a_second_paper_is_a_copy(traces: Traces) -> Iterator[str]:
    """A job that was in someone's hand and is claimed again is marked, and its papers show it: others differ."""
    for job, marks in _marks_in_doubt(traces).items():
        if not all(marks[1:]):
            yield f"print job {job} was claimed again without the mark of a copy: {marks}"
    pictures = Counter((paper.link, paper.dots) for paper in traces.sheets if paper.link)
    marks_of = _marks_by_link(traces)
    for (link, _dots), alike in pictures.items():
        if alike > 1 and alike > sum(marks_of[link]):
            yield f"of the ticket {link} came {alike} papers that are alike, but not as many copies"


def _unaccounted(job: Row) -> str:
    if job["state"] == "failed" and not job["is_pending"]:
        is_stale = job["ended_at"] - job["queued_at"] >= FRESH_MS
        return "" if job["reason"] or is_stale else "without a reason"
    if job["state"] == "claimed" and job["lease_until"] is not None:
        return ""
    return "nobody prints it" if job["is_pending"] else "nobody knows why"


def _marks_by_link(traces: Traces) -> dict[str, list[bool]]:
    """For each ticket's link, whether each paper that was begun was to be marked as a copy."""
    links = {row["place"]: row["link"] for row in traces.snapshot.tickets}
    link_of = {job["id"]: links.get(job["place"], "") for job in traces.snapshot.jobs}
    marks: dict[str, list[bool]] = defaultdict(list)
    for line in traces.snapshot.audit:
        if line["action"] == "print.claimed":
            detail = json.loads(line["detail"])
            marks[link_of.get(detail["job"], "")].append(bool(detail["copy"]))
    return marks


def _marks_in_doubt(traces: Traces) -> dict[str, list[bool]]:
    """For each job the marks of its claims, from the last one on of which it was told that it had failed."""
    marks: dict[str, list[bool]] = defaultdict(list)
    for line in traces.snapshot.audit:
        if line["action"] == "print.claimed":
            detail = json.loads(line["detail"])
            marks[detail["job"]].append(bool(detail["copy"]))
        elif line["action"] == "print.failed":
            marks.pop(json.loads(line["detail"])["job"], None)
    return marks
