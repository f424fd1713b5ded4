"""A compiled plan kept in the user's cache folder: compiling takes seconds, reading it back some hundredths of one.

`regex` can hand out a compiled pattern as plain values and make it again from them (that is how it pickles); these are
kept as JSON, with a key and a checksum like the rulebook (see `cache`), so nothing is ever unpickled. Which rules can
go on with which characters is asked once and kept too.
"""

from __future__ import annotations

import base64
import copyreg
import hashlib
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson
import regex

from shuliang.rulebook.cache import ODD, load_cached, read_kept, user_cache, write_kept
from shuliang.rulebook.dispatch import Answers, CompiledRule, Dispatch, LazyPattern, Leads
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shuliang.rulebook.model import Rulebook

Kept = list[Any]
"""A compiled pattern as JSON values."""


@lru_cache(maxsize=1)
def default_plan() -> Plan:
    """The plan of the rules that came with the package, once a process."""
    return plan_of(load_cached(rules_folder()))


def plan_of(rulebook: Rulebook, cache: Path | None = None) -> Plan:
    """The plan of a rulebook, from the cache where it was compiled before."""
    cache = cache or user_cache()
    key = _key(rulebook)
    kept = None if cache is None else cache / f"plan-{key[:16]}.json"
    if kept is not None:
        with suppress(*ODD):
            return _decode(orjson.loads(read_kept(kept, key)), rulebook)
    from shuliang.rulebook.compile import ask_ahead, compile_plan  # noqa: PLC0415 - which a kept plan saves

    plan = compile_plan(rulebook)
    if kept is not None:
        answers = ask_ahead(plan)
        with suppress(OSError):
            write_kept(kept, key, orjson.dumps(_encode(plan, answers)))
    return plan


def _key(rulebook: Rulebook) -> str:
    """What a plan depends on: the rules, and the code that compiles them."""
    digest = hashlib.sha256(f"{rulebook.sha256}\n{regex.__version__}\n{sys.version}\n".encode())
    for name in ("compile.py", "dispatch.py", "plan.py", "plan_cache.py", "words.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _encode(plan: Plan, answers: Answers) -> dict[str, Any]:
    rules = list(dict.fromkeys((*plan.dispatch.rules, *(rule for found in plan.word_rules.values() for rule in found))))
    places = {rule: place for place, rule in enumerate(rules)}

    def numbers(found: tuple[CompiledRule, ...]) -> list[int]:
        return [places[rule] for rule in found]

    return {
        "rules": [_encode_rule(rule) for rule in rules],
        "scan": _values(plan.scan),
        "anchor_words": plan.anchor_words,
        "detached": _values(plan.detached),
        "detached_words": _values(plan.detached_words),
        "number_rules": numbers(plan.dispatch.rules),
        "characters": answers.characters,
        "choices": [numbers(found) for found in answers.choices],
        "by_form": answers.by_form,
        "word_rules": {character: numbers(found) for character, found in plan.word_rules.items()},
        "names_by_pair": plan.names_by_pair,
        "bounds_before": plan.bounds_before,
        "detached_modifiers": plan.detached_modifiers,
    }


def _decode(kept: dict[str, Any], rulebook: Rulebook) -> Plan:
    by_id = {rule.id: rule for rule in rulebook.rules}
    rules = [_decode_rule(row, by_id) for row in kept["rules"]]

    def found(places: list[int]) -> tuple[CompiledRule, ...]:
        return tuple([rules[place] for place in places])

    answers = Answers(kept["characters"], [found(places) for places in kept["choices"]], kept["by_form"])
    return Plan(
        rulebook=rulebook,
        scan=_pattern(kept["scan"]),
        dispatch=Dispatch(found(kept["number_rules"]), answers),
        anchor_words=tuple(kept["anchor_words"]),
        word_rules={character: found(places) for character, places in kept["word_rules"].items()},
        names_by_pair={pair: tuple((word, at) for word, at in words) for pair, words in kept["names_by_pair"].items()},
        bounds_before={
            last: tuple((word, after, only) for word, after, only in words)
            for last, words in kept["bounds_before"].items()
        },
        detached=_pattern(kept["detached"]),
        detached_words=_pattern(kept["detached_words"]),
        detached_modifiers=kept["detached_modifiers"],
    )


def _encode_rule(rule: CompiledRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "rank": rule.rank,
        "pattern": _values(rule.pattern.get()),
        "probe": None if rule.probe is rule.pattern else _values(rule.probe.get()),
        "group_names": rule.group_names,
        "sees_run": rule.sees_run,
        "asked_behind": rule.asked_behind,
        "run_group": rule.run_group,
        "takes_before": rule.takes_before,
        "lead_words": sorted(rule.lead_words),
        "looks_around": rule.looks_around,
        "leads": None if rule.leads is None else _values(rule.leads.backwards.get()),
        "probes": rule.probes,
    }


def _decode_rule(row: dict[str, Any], by_id: Mapping[str, Any]) -> CompiledRule:
    pattern = _lazy(row["pattern"])
    return CompiledRule(
        rule=by_id[row["id"]],
        rank=row["rank"],
        pattern=pattern,
        probe=pattern if row["probe"] is None else _lazy(row["probe"]),
        group_names=tuple(row["group_names"]),
        sees_run=row["sees_run"],
        asked_behind=row["asked_behind"],
        first_characters=frozenset(),  # all were asked about
        run_group=row["run_group"],
        takes_before=row["takes_before"],
        lead_words=frozenset(row["lead_words"]),
        looks_around=row["looks_around"],
        leads=None if row["leads"] is None else Leads(_lazy(row["leads"])),
        probes={shape: tuple(probes) for shape, probes in row["probes"].items()},
    )


def _values(pattern: regex.Pattern[str]) -> Kept:
    """What `regex` makes a pattern from again; its index of groups by number goes as pairs, JSON keys being texts."""
    source, flags, code, groups, by_number, lists, list_values, *rest = _reduced(pattern)[1]
    if lists or list_values:
        raise ValueError("a pattern with word lists cannot be kept; the compiler writes them out")
    return [source, flags, base64.b64encode(code).decode(), groups, list(by_number.items()), *rest]


def _lazy(kept: Kept) -> LazyPattern:
    return LazyPattern(lambda: _pattern(kept))


def _pattern(kept: Kept) -> regex.Pattern[str]:
    source, flags, code, groups, by_number, offset, characters, *rest = kept
    values = (source, flags, base64.b64decode(code), groups, dict(by_number), {}, [], offset, tuple(characters), *rest)
    pattern: regex.Pattern[str] = _maker()(*values)
    return pattern


@lru_cache(maxsize=1)
def _maker() -> Callable[..., Any]:
    maker: Callable[..., Any] = _reduced(regex.compile(""))[0]
    return maker


def _reduced(pattern: regex.Pattern[str]) -> tuple[Any, ...]:
    """What pickling would keep: a function and its arguments."""
    reduced: tuple[Any, ...] = cast("Any", copyreg.dispatch_table[type(pattern)](pattern))
    return reduced
