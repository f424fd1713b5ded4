"""A build: sources → tables → gates → files → verification, and only then a release that can be seen."""

from __future__ import annotations

import datetime
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shuliang import __version__
from shuliang.errors import DataError, DatasetError, Fault, ShuliangError, UsageError
from shuliang.publishing import environment
from shuliang.publishing.accept import ACCEPT, load_accepted
from shuliang.publishing.comparing import compare, fact_files
from shuliang.publishing.definition import DEFINITION, load_definition
from shuliang.publishing.folder import RELEASES, appear, before, finished, point_latest, scratch, staged
from shuliang.publishing.gates import Read, check_gates
from shuliang.publishing.inputs import check_sources, read_documents
from shuliang.publishing.manifest import Input, Origin, ReleaseManifest, read_manifest
from shuliang.publishing.release import Material, write_release
from shuliang.publishing.verify import verify
from shuliang.rulebook.cache import load_cached
from shuliang.rulebook.files import rules_folder
from shuliang.running.manifest import MANIFEST, file_hash
from shuliang.running.run import RunOptions, run
from shuliang.table.columns import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shuliang.publishing.accept import Accepted
    from shuliang.publishing.comparing import Comparison
    from shuliang.publishing.definition import Definition
    from shuliang.publishing.outcomes import Outcome
    from shuliang.rulebook.model import Rulebook
    from shuliang.running.kernel import Reader
    from shuliang.running.watch import Progress


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: in how many processes, dated when, and whether only to look what would happen."""

    workers: int = 1
    released: datetime.date | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Kit:
    """What reads: the rulebook, and what makes a reader of it in each process; the shipped ones where None."""

    rulebook: Rulebook | None = None
    make_reader: Callable[[], Reader] | None = None


@dataclass(slots=True)
class Built:
    """What became of a build; `path` is None where nothing was released. `seconds` by stage.

    `refused` says why a dry run's version could not be released whatever the gates say.
    """

    definition: Definition
    path: Path | None = None
    manifest: ReleaseManifest | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    comparison: Comparison | None = None
    before: bool = False
    refused: str | None = None
    latest: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> list[Fault]:
        return [outcome.fault for outcome in self.outcomes if not outcome.passed]

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began


def build(
    folder: Path,
    options: BuildOptions = BuildOptions(),
    kit: Kit = Kit(),
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Builds the version that `folder`/dataset.yaml names; a version that is there already is left as it is.

    Raises:
        DatasetError: the definition has faults, a source has changed, or gates fail (but for a dry run).
        DataError: the version is there and was made from something else.
        ShuliangError: the folder cannot be written, or another build is under way.
    """
    definition = load_definition(folder)
    accepted = load_accepted(folder, definition.version)
    built = Built(definition)
    with built.stage("sources"):
        check_sources(definition)
    rulebook = kit.rulebook or load_cached(rules_folder())
    releases = folder / RELEASES
    with scratch() if options.dry_run else staged(releases) as staging:
        origin = _origin(definition, rulebook, options, before(releases, definition.version))
        if definition.version in finished(releases) and _is_there(built, releases, origin, dry_run=options.dry_run):
            return built
        material = _read(built, staging, origin, accepted, rulebook, options, kit, progress)
        if options.dry_run:
            return built
        if built.failed:
            raise DatasetError(built.failed)
        release = staging / "release"
        with built.stage("writing"):
            built.manifest = write_release(material, release)
        with built.stage("verification"):
            verified = verify(release, texts=definition, previous=releases, descriptions=True)
        if verified.faults:
            raise DatasetError(verified.faults)
        with built.stage("release"):
            built.path = appear(release, releases, definition.version)
            built.latest = point_latest(releases)
    return built


def released_on(words: datetime.date | None) -> datetime.date | None:
    """The day a release is dated: the one given, else that of SOURCE_DATE_EPOCH, else none.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if words or not epoch:
        return words
    if not epoch.isdigit():
        message = f"SOURCE_DATE_EPOCH is {epoch}; it must be a number of seconds since 1970"
        raise UsageError(message)
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()


def _read(  # noqa: PLR0913, PLR0917 - all that a build holds at this point
    built: Built,
    staging: Path,
    origin: Origin,
    accepted: tuple[Accepted, ...],
    rulebook: Rulebook,
    options: BuildOptions,
    kit: Kit,
    progress: Callable[[Progress], None] | None,
) -> Material:
    """Reads the sources, compares with the release before, asks every gate."""
    definition, read = built.definition, staging / "read"
    names = [source.name for source in definition.sources]
    with built.stage("extraction"):
        done = run(
            read_documents(definition), read, RunOptions(definition.kinds, options.workers),
            inputs=names, make_reader=kit.make_reader, progress=progress,
        )  # fmt: skip
    if kit.rulebook is None and done.versions["rulebook_sha256"] != rulebook.sha256:
        message = "the rules changed while the documents were read; build again"
        raise ShuliangError(message)
    previous_manifest = None
    with built.stage("comparison"):
        if origin.previous:
            previous = definition.folder / RELEASES / origin.previous
            previous_manifest = file_hash(previous / MANIFEST)
            built.comparison = compare(fact_files(previous), [str(read / "facts.parquet")], definition.columns)
    with built.stage("gates"):
        rules = {rule.id for rule in rulebook.rules}
        found = Read(read, done.counts, rules, origin.previous, built.comparison, accepted)
        built.outcomes = check_gates(definition, found, kit.make_reader)
    return Material(
        definition, origin, read, done.counts, rulebook.rules, built.outcomes, accepted, built.comparison,
        previous_manifest,
    )  # fmt: skip


def _origin(definition: Definition, rulebook: Rulebook, options: BuildOptions, previous: str | None) -> Origin:
    folder, score = definition.folder, definition.gates.score
    accept, released = folder / ACCEPT, options.released or definition.released
    return Origin(
        definition_sha256=file_hash(folder / DEFINITION),
        accept_sha256=file_hash(accept) if accept.is_file() else None,
        gold_sha256=file_hash(score.file) if score else None,
        inputs=tuple(
            Input(source.name, source.sha256, source.read, source.licence, source.uri) for source in definition.sources
        ),
        previous=previous,
        released=released.isoformat() if released else None,
        package=__version__,
        rulebook=rulebook.version,
        rulebook_sha256=rulebook.sha256,
        schema=SCHEMA_VERSION,
        environment=environment.lock(),
    )


def _is_there(built: Built, releases: Path, origin: Origin, *, dry_run: bool) -> bool:
    """Whether the release is there, made from the same; if from something else, a dry run goes on all the same."""
    path = releases / built.definition.version
    manifest = read_manifest(path)
    differing = _differing(manifest.origin, origin)
    if differing:
        message = (
            f"{path} is there and was made from something else ({'; '.join(differing)}); a release is never"
            f" overwritten: {built.definition.page.place('version')}: give it the next version"
        )
        if not dry_run:
            raise DataError(message)
        built.refused = message
        return False
    if faults := verify(path, previous=releases).faults:
        raise DatasetError(faults)
    if not dry_run:
        built.latest = point_latest(releases)
    built.path, built.manifest, built.before = path, manifest, True
    return True


def _differing(old: Origin, new: Origin) -> list[str]:
    """What two origins differ in, but for the day of release, which a later build may be given anew."""
    if replace(old, released=None) == replace(new, released=None):
        return []
    told = {
        DEFINITION: (old.definition_sha256, new.definition_sha256),
        ACCEPT: (old.accept_sha256, new.accept_sha256),
        "gold file": (old.gold_sha256, new.gold_sha256),
        "sources": (old.inputs, new.inputs),
        f"previous release {old.previous} → {new.previous}": (old.previous, new.previous),
        f"shuliang {old.package} → {new.package}": (old.package, new.package),
        f"rulebook {old.rulebook} → {new.rulebook}": (old.rulebook_sha256, new.rulebook_sha256),
        f"schema {old.schema} → {new.schema}": (old.schema, new.schema),
        "packages of the environment": (old.environment, new.environment),
    }
    return [what for what, (one, other) in told.items() if one != other]
