"""A compiled plan kept in the user's cache folder: compiling takes seconds, reading it back some hundredths of one.

`regex` can hand out a compiled pattern as plain values and make it again from them (that is how it pickles); these are
kept as JSON, with a key and a checksum like the rulebook (see `cache`), so nothing is ever unpickled. The trees by
which the dispatch chooses are kept too.
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
from shuliang.rulebook.dispatch import Asked, CompiledRule, Dispatch, LazyPattern
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.plan import Plan
from shuliang.rulebook.syntax import pieces_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shuliang.rulebook.model import Rulebook
    from shuliang.rulebook.syntax import Piece

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
    from shuliang.rulebook.compile import compile_plan  # noqa: PLC0415 - which a kept plan saves

    plan = compile_plan(rulebook)
    if kept is not None:
        with suppress(OSError):
            write_kept(kept, key, orjson.dumps(_encode(plan)))
    return plan


def _key(rulebook: Rulebook) -> str:
    """What a plan depends on: the rules, and the code that compiles them."""
    digest = hashlib.sha256(f"{rulebook.sha256}\n{regex.__version__}\n{sys.version}\n".encode())
    for name in ("compile.py", "dispatch.py", "plan.py", "plan_cache.py", "syntax.py", "words.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _encode(plan: Plan) -> dict[str, Any]:
    rules = list(dict.fromkeys((*plan.dispatch.rules, *(rule for found in plan.word_rules.values() for rule in found))))
    places = {rule: place for place, rule in enumerate(rules)}
    pieces, row_of = rows_of(tree for rule in rules for tree in rule.asked.trees())

    def numbers(found: tuple[CompiledRule, ...]) -> list[int]:
        return [places[rule] for rule in found]

    return {
        "pieces": pieces,
        "sorts": plan.dispatch.sorts,
        "rules": [_encode_rule(rule, row_of) for rule in rules],
        "scan": _values(plan.scan),
        "anchor_words": plan.anchor_words,
        "detached": _values(plan.detached),
        "number_rules": numbers(plan.dispatch.rules),
        "word_rules": {character: numbers(found) for character, found in plan.word_rules.items()},
        "names_by_pair": plan.names_by_pair,
        "bounds_before": plan.bounds_before,
        "detached_modifiers": plan.detached_modifiers,
    }


def _decode(kept: dict[str, Any], rulebook: Rulebook) -> Plan:
    by_id = {rule.id: rule for rule in rulebook.rules}
    pieces = pieces_of(kept["pieces"])
    rules = [_decode_rule(row, by_id, pieces) for row in kept["rules"]]

    def found(places: list[int]) -> tuple[CompiledRule, ...]:
        return tuple([rules[place] for place in places])

    return Plan(
        rulebook=rulebook,
        scan=_pattern(kept["scan"]),
        dispatch=Dispatch(found(kept["number_rules"]), kept["sorts"]),
        anchor_words=tuple(kept["anchor_words"]),
        word_rules={character: found(places) for character, places in kept["word_rules"].items()},
        names_by_pair={pair: tuple((word, at) for word, at in words) for pair, words in kept["names_by_pair"].items()},
        bounds_before={
            last: tuple((word, after, only) for word, after, only in words)
            for last, words in kept["bounds_before"].items()
        },
        detached=_pattern(kept["detached"]),
        detached_modifiers=kept["detached_modifiers"],
    )


def _encode_rule(rule: CompiledRule, row_of: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": rule.id,
        "rank": rule.rank,
        "pattern": _values(rule.pattern.get()),
        "groups": dict(rule.groups),
        "asked": [row_of[id(tree)] for tree in rule.asked.trees()],
        "run_group": rule.run_group,
        "takes_before": rule.takes_before,
        "lead_words": sorted(rule.lead_words),
        "looks_around": rule.looks_around,
    }


def _decode_rule(row: dict[str, Any], by_id: Mapping[str, Any], pieces: Sequence[Piece]) -> CompiledRule:
    kept = row["pattern"]
    before, at, tail, behind = (pieces[place] for place in row["asked"])
    return CompiledRule(
        rule=by_id[row["id"]],
        rank=row["rank"],
        pattern=LazyPattern(lambda: _pattern(kept)),
        groups=row["groups"],
        asked=Asked(before=before, at=at, tail=tail, behind=behind),
        run_group=row["run_group"],
        takes_before=row["takes_before"],
        lead_words=frozenset(row["lead_words"]),
        looks_around=row["looks_around"],
    )


def _values(pattern: regex.Pattern[str]) -> Kept:
    """What `regex` makes a pattern from again; its index of groups by number goes as pairs, JSON keys being texts."""
    source, flags, code, groups, by_number, lists, list_values, *rest = _reduced(pattern)[1]
    if lists or list_values:
        raise ValueError("a pattern with word lists cannot be kept; the compiler writes them out")
    return [source, flags, base64.b64encode(code).decode(), groups, list(by_number.items()), *rest]


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
