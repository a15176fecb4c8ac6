"""Each fault has its own sentence with its number, in every language."""

from itertools import product

import pytest

from wire.fault_words import fault_words, name_fault
from wire.faults import CODES, STORE_CAUSES, LineFault

FAULTS = [LineFault(kind) for kind in CODES if kind != "store"] + [
    LineFault("store", cause) for cause in STORE_CAUSES
]


@pytest.mark.parametrize("language", fault_words().languages())
def test_each_fault_has_a_sentence_of_its_own(language: str) -> None:
    said = {name_fault(fault, fault_words().of(language)) for fault in FAULTS}
    assert len(said) == len(FAULTS)


@pytest.mark.parametrize(("language", "fault"), list(product(fault_words().languages(), FAULTS)))
def test_each_sentence_has_its_number(language: str, fault: LineFault) -> None:
    assert f" {fault.code}: " in name_fault(fault, fault_words().of(language))


def test_a_cause_that_only_a_newer_coordinator_knows_is_still_a_failing_store() -> None:
    words = fault_words().of("vi")
    assert name_fault(LineFault("store", "eaten"), words) == name_fault(LineFault("store", "other"), words)
