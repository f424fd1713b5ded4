"""The gates of a dataset, measured on what a build has read: all of them, whether or not one before has failed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from shuliang.publishing.comparing import connection
from shuliang.publishing.outcomes import Outcome, differing, plain, share
from shuliang.publishing.regression import check_previous
from shuliang.publishing.score import check_score
from shuliang.rulebook.faults import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from shuliang.publishing.accept import Accepted
    from shuliang.publishing.bounds import Gates, GoldenGate, MostGate, NullsGate, QuantileGate, RowsGate
    from shuliang.publishing.comparing import Comparison
    from shuliang.publishing.definition import Definition
    from shuliang.running.kernel import Reader
    from shuliang.running.manifest import Counts

ADVICE_SCHEMA = "It is a fault of the program, not of the texts: please report it"
NEAREST = 3
_OF_DOCUMENT = "SELECT * FROM facts WHERE doc_id = ? ORDER BY char_start"


@dataclass(frozen=True, slots=True)
class Read:
    """What a build has read: the folder with the three tables of the run, its counts, the ids of all rules."""

    folder: Path
    counts: Counts
    rules: Collection[str]
    version_before: str | None = None
    comparison: Comparison | None = None
    accepted: tuple[Accepted, ...] = ()


def check_gates(definition: Definition, read: Read, make_reader: Callable[[], Reader] | None = None) -> list[Outcome]:
    """The outcome of every gate, in the order of dataset.yaml; `make_reader` makes what reads the labelled texts."""
    return list(_outcomes(definition, read, make_reader))


def _outcomes(definition: Definition, read: Read, make_reader: Callable[[], Reader] | None) -> Iterator[Outcome]:
    gates = definition.gates
    yield _schema(gates, read)
    with connection() as duck:
        for name in ("facts", "documents"):
            duck.read_parquet(str(read.folder / f"{name}.parquet")).create_view(name)
        yield from (_rows(gate, duck, read) for gate in gates.rows)
        if not gates.rows or not read.counts.facts:
            yield _any_rows(gates, read)
        yield from (_nulls(gate, duck) for gate in gates.nulls)
        if gates.rejects:
            yield _most("rejects", gates.rejects, sum(read.counts.rejects.values()), read.counts.facts)
        if gates.residue:
            yield _most("residue", gates.residue, read.counts.residue, read.counts.facts)
        yield from (_quantile(gate, duck) for gate in gates.quantiles)
        yield from (_golden(gate, duck) for gate in gates.golden)
    if gates.score:
        yield check_score(gates.score, definition.kinds, make_reader() if make_reader else None)
    if read.comparison is not None and read.version_before is not None:
        yield from check_previous(gates.previous, read.version_before, read.comparison, read.accepted)


def _schema(gates: Gates, read: Read) -> Outcome:
    broken = {key: number for key, number in read.counts.rejects.items() if key.startswith("schema: ")}
    number = sum(broken.values())
    found = f"{number} rows break it"
    if broken:
        rejects = pq.read_table(read.folder / "rejects.parquet")
        first = rejects.filter(pc.equal(rejects["stage"], "schema")).slice(0, 1).to_pylist()[0]
        kinds = ", ".join(f"`{key.removeprefix('schema: ')}` × {count}" for key, count in broken.items())
        found += (
            f" ({kinds}; the first: {first['surface']!r} in {first['doc_id']}"
            f" [{first['char_start']}:{first['char_end']}], {first['detail']})"
        )
    passed = number <= gates.broken
    return Outcome(
        gates.place, "schema", passed, found, f"at most {gates.broken}", "" if passed else f"{ADVICE_SCHEMA}"
    )


def _any_rows(gates: Gates, read: Read) -> Outcome:
    facts = read.counts.facts
    return Outcome(gates.place, "rows", facts > 0, f"{facts} facts", "at least 1")


def _rows(gate: RowsGate, duck: Any, read: Read) -> Outcome:
    clauses, values = ["true"], []
    told = []
    for column, word in (("kind", gate.kind), ("rule_id", gate.rule)):
        if word:
            clauses.append(f"{column} = ?")
            values.append(word)
            told.append(f"{'rule' if column == 'rule_id' else column} {word}")
    if gate.source:
        clauses.append("doc_id IN (SELECT doc_id FROM documents WHERE starts_with(source, ?))")
        values.append(gate.source)
        told.append(f"source {gate.source}")
    [(number,)] = duck.execute(f"SELECT count(*) FROM facts WHERE {' AND '.join(clauses)}", values).fetchall()
    advice = ""
    if gate.rule and gate.rule not in read.rules:
        advice = f"{gate.rule} is no rule of the rulebook{did_you_mean(gate.rule, read.rules)}"
    return Outcome(
        gate.place, f"rows ({', '.join(told) or 'all'})", gate.bounds.hold(Decimal(number)), f"{number} facts",
        str(gate.bounds), advice,
    )  # fmt: skip


def _nulls(gate: NullsGate, duck: Any) -> Outcome:
    where, values = ("WHERE kind = ?", [gate.kind]) if gate.kind else ("", [])
    query = f'SELECT count(*), count(*) - count("{gate.column}") FROM facts {where}'
    [(whole, nulls)] = duck.execute(query, values).fetchall()
    found = share(nulls, whole)
    of = f" of kind {gate.kind}" if gate.kind else ""
    return Outcome(
        gate.place, f"nulls ({gate.column}{of})", gate.bounds.hold(found),
        f"{nulls} of {whole} facts hold none, a share of {plain(found)}", f"a share of {gate.bounds}",
    )  # fmt: skip


def _most(name: str, gate: MostGate, number: int, facts: int) -> Outcome:
    found = share(number, number + facts)
    passed = (gate.at_most is None or number <= gate.at_most) and (gate.share is None or found <= gate.share)
    wanted = [] if gate.at_most is None else [f"at most {gate.at_most}"]
    wanted += [] if gate.share is None else [f"a share of at most {plain(gate.share)}"]
    advice = {
        "rejects": "`shuliang extract` on the sources writes them to rejects.parquet",
        "residue": "`shuliang rules residue` on the sources lists them",
    }[name]
    return Outcome(
        gate.place, name, passed, f"{number}, a share of {plain(found)} beside {facts} facts", " and ".join(wanted),
        "" if passed else advice,
    )  # fmt: skip


def _quantile(gate: QuantileGate, duck: Any) -> Outcome:
    where, values = ("AND kind = ?", [gate.kind]) if gate.kind else ("", [])
    query = (
        f'SELECT quantile_disc("{gate.column}", {gate.quantile:f}), count("{gate.column}")'
        f" FROM facts WHERE unit = ? {where}"
    )
    [(found, number)] = duck.execute(query, [gate.unit, *values]).fetchall()
    name = f"quantiles ({plain(gate.quantile)} of {gate.column} in {gate.unit})"
    if found is None:
        return Outcome(gate.place, name, False, f"no fact has a {gate.column} in {gate.unit}", str(gate.bounds))
    return Outcome(
        gate.place, name, gate.bounds.hold(Decimal(repr(found))), f"{found:.15g}, of {number} facts", str(gate.bounds)
    )


def _golden(gate: GoldenGate, duck: Any) -> Outcome:
    wanted = dict(gate.columns)
    doc_id, surface = wanted["doc_id"], wanted["surface"]
    name = f"golden ({surface} in {doc_id})"
    told = ", ".join(f"{key} {value}" for key, value in wanted.items() if key not in {"doc_id", "surface"})
    facts = duck.sql(_OF_DOCUMENT, params=[doc_id]).to_arrow_table().to_pylist()
    there = [fact for fact in facts if fact["surface"] == surface]
    odd = [differing(fact, wanted) for fact in there]
    if any(not differences for differences in odd):
        return Outcome(gate.place, name, True, "is there", told or "to be there")
    if there:
        return Outcome(gate.place, name, False, " / ".join(", ".join(differences) for differences in odd), told)
    if not facts:
        [(known,)] = duck.execute("SELECT count(*) FROM documents WHERE doc_id = ?", [doc_id]).fetchall()
        found = "the document has no facts" if known else f"there is no document {doc_id}"
        return Outcome(gate.place, name, False, found, told or "to be there")
    alike = sorted(facts, key=lambda fact: -len(set(fact["surface"]) & set(surface)))[:NEAREST]
    found = f"is not there; the document has {', '.join(fact['surface'] for fact in alike)} …"
    return Outcome(gate.place, name, False, found, told or "to be there")
