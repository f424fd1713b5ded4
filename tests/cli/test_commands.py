"""Every example of every --help runs, and so do the commands of the rulebook."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from shuliang import __version__
from shuliang.compiled import is_compiled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shuliang

COMMANDS = (
    "", "extract", "explain", "summary", "rules", "rules check", "rules test", "rules list", "rules show",
    "rules residue",
)  # fmt: skip
NEWS = "青岚市协会3月10日发布消息，全市新增上市公司27家，同比增长12.5%，完成投资3.5亿元。\n"


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "rules"])
def test_the_example_of_a_help_runs(shuliang: Shuliang, tmp_path: Path, command: str) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    if command == "summary":
        shuliang("extract", "news.txt", "-o", "out")
    helped = shuliang(*command.split(), "--help")
    assert helped.code == 0
    example = re.search(r"Example: *(.*?)(?:\n *\n|╭|$)", helped.out, re.DOTALL)
    assert example, "a help has an example"
    words = shlex.split(" ".join(example[1].split()))
    assert words[0] == "shuliang"
    ran = shuliang(*words[1:])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_every_command_is_tried() -> None:
    from shuliang.cli import app  # noqa: PLC0415 - only here
    from shuliang.cli.rules import rules  # noqa: PLC0415 - only here

    groups = {
        f"rules {command.name or command.callback.__name__}"
        for command in rules.registered_commands
        if command.callback
    }
    elsewhere = {"build", "verify", "diff", "export", "dataset"}  # tests/publishing
    assert {"", *app.COMMANDS} | groups <= {*COMMANDS, *elsewhere}


def test_a_mistyped_command_is_told_what_was_meant(shuliang: Shuliang) -> None:
    ran = shuliang("exract")
    assert ran.code == 2
    assert "Did you mean 'extract'" in ran.err


def test_a_command_loads_what_it_needs_and_no_more() -> None:
    program = "import sys; from shuliang.cli.app import app; app(['--version'])"
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], check=True, capture_output=True, text=True
    ).stderr
    assert "shuliang.cli.app" in loaded
    assert "pyarrow" not in loaded
    assert "shuliang.publishing" not in loaded


def test_no_arguments_print_the_help(shuliang: Shuliang) -> None:
    assert "extract" in shuliang().out


def test_the_version(shuliang: Shuliang) -> None:
    how = "compiled" if is_compiled() else "interpreted"
    assert shuliang("--version").out.strip() == f"shuliang {__version__} ({how})"


def test_explain_as_json(shuliang: Shuliang) -> None:
    [explained] = json.loads(shuliang("explain", "--json", "全市新增上市公司27家，编号甲。").out)
    fact = explained["fact"]
    assert (fact["surface"], fact["value"], fact["unit"]) == ("27家", 27.0, "家")
    assert {"rule_id": "count/classifier", "text": "27家", "outcome": "wins"} in explained["tried"]


def test_explain_says_what_is_not_published_and_why(shuliang: Shuliang) -> None:
    ran = shuliang("explain", "“十四五”期间超过27家，全?0多个，同比增长5%。")
    assert "rules/meaning/" in ran.out
    assert "damaged, not published" in ran.out
    assert "shorter than count/classifier" in ran.out


def test_explain_without_facts(shuliang: Shuliang) -> None:
    assert "no numbers" in shuliang("explain", "会议开得很好。").out


def test_an_unknown_rule_is_wrong_usage(shuliang: Shuliang) -> None:
    ran = shuliang("rules", "show", "count/classifer")
    assert ran.code == 2
    assert "count/classifier" in ran.err


def test_rules_of_one_s_own(shuliang: Shuliang, tmp_path: Path) -> None:
    ran = shuliang("rules", "check", "--rules", tmp_path / "nowhere")
    assert ran.code == 1
    assert "nowhere" in ran.err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "odd.yaml").write_text("title: x\n", encoding="utf-8")
    ran = shuliang("rules", "check", "--rules", tmp_path / "mine")
    assert ran.code == 1
    assert "mine/odd.yaml" in ran.err


def test_examples_of_one_rule(shuliang: Shuliang) -> None:
    ran = shuliang("rules", "test", "percent/sign")
    assert ran.code == 0
    assert " 0 failed" in ran.out
    assert shuliang("rules", "test", "count/nothing").code == 2
