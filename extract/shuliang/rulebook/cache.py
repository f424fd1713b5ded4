"""A checked rulebook kept as JSON in the user's cache folder, so that a start does not check it again.

What is kept is only used if its key (all rule files, the schemas, the code that checks them) and its checksum fit;
anything odd is ignored and written anew. Nothing is ever unpickled, and a folder that cannot be written to only
costs time.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from daachorse import CharwiseDoubleArrayAhoCorasick

from shuliang import __version__
from shuliang.errors import Place
from shuliang.rulebook.files import read_files, rules_folder
from shuliang.rulebook.model import Entry, Example, Lexicon, Rule, Rulebook
from shuliang.rulebook.words import longest_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.rulebook.files import RuleFiles

ODD = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a kept rulebook can end in; each means that it is not used."""
MOST_KEPT = 8
"""Files of one kind in the folder; each is of another rulebook or another version of the code."""
_RULE_FIELDS = tuple(field.name for field in fields(Rule))


def load_cached(folder: Path, cache: Path | None = None) -> Rulebook:
    """Load as `load` does, from the cache where it holds the same rulebook.

    `cache` is a folder, the user's cache folder where None. Raises what `load` raises; nothing faulty is ever kept.
    """
    files = read_files(folder)
    cache = cache or user_cache()
    if cache is None:
        return _load(files)
    key = _key(files)
    kept = cache / f"rulebook-{hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]}.json"
    with suppress(*ODD):
        return _decode(read_kept(kept, key))
    rulebook = _load(files)
    with suppress(OSError):
        write_kept(kept, key, _encode(rulebook))
    return rulebook


def kept_finder(words: Sequence[str], cache: Path | None = None) -> CharwiseDoubleArrayAhoCorasick:
    """`longest_words`, from the cache where it was made before, which for 40,000 words saves much of a start.

    What `daachorse` keeps it checks when it reads it; the form of another version it refuses.
    """
    cache = cache or user_cache()
    if cache is None:
        return longest_words(words)
    key = hashlib.sha256("\n".join(words).encode()).hexdigest()
    kept = cache / f"words-{key[:16]}.bin"
    with suppress(*ODD):
        return CharwiseDoubleArrayAhoCorasick.deserialize(read_kept(kept, key))
    finder = longest_words(words)
    with suppress(OSError):
        write_kept(kept, key, finder.serialize())
    return finder


def user_cache() -> Path | None:
    """The folder `shuliang` in `XDG_CACHE_HOME` or `~/.cache`, there or not; None for a user without a home."""
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not root.is_absolute():
        try:
            root = Path.home() / ".cache"
        except RuntimeError:
            return None
    return root / "shuliang"


def _load(files: RuleFiles) -> Rulebook:
    from shuliang.rulebook.load import load_files  # noqa: PLC0415 - YAML and all checks, which a kept rulebook saves

    return load_files(files)


def _key(files: RuleFiles) -> str:
    """What a rulebook depends on; a kept one with another key is out of date."""
    digest = hashlib.sha256(f"{__version__}\n{files.sha256()}\n".encode())
    schemas = (rules_folder() / "schema").glob("*.json")
    code = Path(__file__).parent.glob("*.py")
    for path in sorted([*schemas, *code]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_kept(path: Path, key: str) -> bytes:
    """What is kept behind a line with its key and checksum. Raises ValueError where either does not fit."""
    head, _, body = path.read_bytes().partition(b"\n")
    if head != _head(key, body):
        message = "another rulebook, or changed since it was written"
        raise ValueError(message)
    return body


def write_kept(path: Path, key: str, body: bytes) -> None:
    """Put the file in place whole: readers see the old one or the new one, whoever else writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _forget_old(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(key, body) + b"\n" + body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _forget_old(path: Path) -> None:
    """Leave the newest of the files of one kind, so that a folder does not grow with every change of the rules."""
    kind = path.name.partition("-")[0]
    with suppress(OSError):  # another process may be faster
        alike = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in alike[MOST_KEPT - 1 :]:
            old.unlink()


def _head(key: str, body: bytes) -> bytes:
    return f"{key} {hashlib.sha256(body).hexdigest()}".encode()


def _encode(rulebook: Rulebook) -> bytes:
    """Each value as the list of its fields, in the order of model.py."""
    return orjson.dumps(rulebook, default=_row, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _row(value: Rulebook | Rule | Lexicon | Entry | Example | Place) -> list[object]:
    return [getattr(value, field.name) for field in fields(value)]


def _decode(body: bytes) -> Rulebook:
    rules, lexicons, fragments, version, sha256 = orjson.loads(body)
    return Rulebook(
        rules=tuple(_rule(rule) for rule in rules),
        lexicons={name: _lexicon(lexicon) for name, lexicon in lexicons.items()},
        fragments=fragments,
        version=version,
        sha256=sha256,
    )


def _rule(row: list[Any]) -> Rule:
    kept: dict[str, Any] = dict(zip(_RULE_FIELDS, row, strict=True))
    for key in ("references", "anchor"):
        kept[key] = tuple(kept[key])
    for key in ("examples", "counterexamples"):
        kept[key] = tuple(_example(*example) for example in kept[key])
    return Rule(**{**kept, "place": Place(*kept["place"])})


def _lexicon(row: list[Any]) -> Lexicon:
    name, title, description, sources, entries, place, sha256 = row
    read = tuple(_entry(*entry) for entry in entries)
    return Lexicon(name, title, description, tuple(sources), read, Place(*place), sha256)


def _entry(words: list[str], meaning: dict[str, str], place: list[Any], examples: list[Any]) -> Entry:
    return Entry(tuple(words), meaning, Place(*place), tuple(_example(*example) for example in examples))


def _example(*row: Any) -> Example:
    text, finds, reads, place, published, avoids, because = row
    day = None if published is None else datetime.date.fromisoformat(published)
    return Example(text, finds, reads, Place(*place), day, avoids, because)
