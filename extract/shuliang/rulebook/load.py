"""rules/ → Rulebook: read every file, check everything, report all faults of all files at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shuliang.errors import Place
from shuliang.memory import garbage_not_searched
from shuliang.rulebook.build import Draft, Fragment, build_fragments, build_lexicon, build_rule
from shuliang.rulebook.checks import check_rulebook
from shuliang.rulebook.contract import NAME_FOLDER, RULE_KINDS, folder_of
from shuliang.rulebook.faults import Faults, did_you_mean
from shuliang.rulebook.files import RuleFiles, read_files
from shuliang.rulebook.model import Rulebook
from shuliang.rulebook.patterns import fragments_that_may_be_empty
from shuliang.rulebook.schema import check_schema
from shuliang.rulebook.yaml_lines import Page, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from shuliang.rulebook.model import Lexicon, Rule

FRAGMENTS = "fragments.yaml"
VERSION = "VERSION"
_LEXICON_FOLDERS = {"lexicons": "", "meaning": "meaning/"}
_SKIPPED_FOLDERS = frozenset({"schema", "script"})
_RULE_FOLDERS = frozenset(folder_of(kind) for kind in RULE_KINDS)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def load(folder: Path) -> Rulebook:
    """Load and check the rules below `folder`.

    Raises RulebookError with every fault of every file, InputError where the folder cannot be read.
    """
    return load_files(read_files(folder))


def load_files(files: RuleFiles) -> Rulebook:
    """Check files that were already read; see `load`."""
    loading = _Loading(files)
    version = loading.version()
    with garbage_not_searched():
        for path, content in files.content.items():
            loading.take(path, content)
        loading.faults.extend(check_rulebook(loading.draft()))
    loading.faults.raise_any()
    return Rulebook(
        rules=tuple(loading.rules),
        lexicons=loading.lexicons,
        fragments={piece.name: piece.pattern for piece in loading.fragments},
        version=version,
        sha256=files.sha256(),
    )


@dataclass(slots=True)
class _Loading:
    """What has been read so far; files come in the order of their paths."""

    files: RuleFiles
    faults: Faults = field(default_factory=Faults)
    rules: list[Rule] = field(default_factory=list)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    fragments: list[Fragment] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)

    def version(self) -> str:
        content = self.files.content.get(VERSION, b"").decode("utf-8", "replace").strip()
        if not re.fullmatch(r"\d+\.\d+\.\d+", content):
            where = Place(self.files.place(VERSION), 1 if VERSION in self.files.content else None)
            self.faults.add(where, "", "must hold the version of the rulebook, such as 0.1.0")
        return content

    def draft(self) -> Draft:
        patterns = {piece.name: piece.pattern for piece in self.fragments}
        pieces = {piece.name: piece for piece in self.fragments}
        return Draft(self.rules, self.lexicons, pieces, fragments_that_may_be_empty(patterns), self.pages)

    def take(self, path: str, content: bytes) -> None:
        """Read one file into the list that its folder says."""
        folder, _, rest = path.partition("/")
        if folder in _SKIPPED_FOLDERS or path.endswith(".md") or path == VERSION:
            return
        if not path.endswith(".yaml"):
            self._misplaced(path, "is neither a rule nor a lexicon; the ending .yaml is wanted")
        elif path == FRAGMENTS:
            self._take_fragments(path, content)
        elif not rest:
            self._misplaced(path, f"must stand in a folder; only {FRAGMENTS} and {VERSION} stand at the top")
        elif not _NAME.fullmatch(rest.rsplit("/", 1)[-1].removesuffix(".yaml")):
            self._misplaced(path, "is no file name for a rule or lexicon; small letters, digits and _ are wanted")
        elif folder in _LEXICON_FOLDERS:
            self._take_lexicon(path, _LEXICON_FOLDERS[folder] + rest.removesuffix(".yaml"), content)
        elif folder in _RULE_FOLDERS and (folder == NAME_FOLDER or "/" not in rest):
            self._take_rule(path, content)
        elif folder in _RULE_FOLDERS:
            self._misplaced(path, f"stands too deep; rules stand in {folder}/ itself")
        else:
            known = _RULE_FOLDERS | _LEXICON_FOLDERS.keys()
            self._misplaced(path, f"{folder}/ is no folder of the rulebook{did_you_mean(folder, known)}")

    def _misplaced(self, path: str, message: str) -> None:
        self.faults.add(Place(self.files.place(path)), "", message)

    def _page(self, path: str, content: bytes) -> Page | None:
        return read_yaml(self.files.place(path), content, self.faults)

    def _take_fragments(self, path: str, content: bytes) -> None:
        if page := self._page(path, content):
            check_schema(page, "fragments", self.faults)
            self.fragments = build_fragments(page)

    def _take_lexicon(self, path: str, name: str, content: bytes) -> None:
        if page := self._page(path, content):
            check_schema(page, "lexicon", self.faults)
            self.lexicons[name] = build_lexicon(page, name, content, self.faults)

    def _take_rule(self, path: str, content: bytes) -> None:
        if page := self._page(path, content):
            check_schema(page, "rule", self.faults)
            self.pages[page.file] = page
            self.rules.append(build_rule(page, path.removesuffix(".yaml"), content, self.faults))
