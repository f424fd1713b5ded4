"""The contract of captures names the readings that there are."""

from __future__ import annotations

from shuliang.quantity.readings import QuantityReader
from shuliang.rulebook.contract import CONTRACT, RULE_KINDS, default_reading, folder_of
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load


def test_readings_of_the_contract_are_those_of_the_reader() -> None:
    reader = QuantityReader(load(rules_folder()).lexicons)
    assert CONTRACT.keys() - {"date", "name"} == reader._readings.keys()


def test_required_groups_are_allowed() -> None:
    assert all(groups.allowed is None or groups.required <= groups.allowed for groups in CONTRACT.values())


def test_every_kind_has_its_folder_and_a_reading() -> None:
    assert {folder_of(kind) for kind in RULE_KINDS} == set(RULE_KINDS) - {"name"} | {"names"}
    assert {default_reading(kind) for kind in RULE_KINDS} == {"amount", "date", "name"}
