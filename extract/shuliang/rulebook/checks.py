"""What must hold of a rulebook besides the shape of its files: one small function for each check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.rulebook.check_examples import EXAMPLE_CHECKS
from shuliang.rulebook.check_patterns import check_anchors, check_fragments, check_patterns
from shuliang.rulebook.contract import CONTRACT, NAME_KIND, RULE_KINDS, folder_of
from shuliang.rulebook.faults import fault
from shuliang.text.tables import folding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuliang.errors import Fault, Place
    from shuliang.rulebook.build import Draft
    from shuliang.rulebook.model import Lexicon, Rule
    from shuliang.rulebook.yaml_lines import Page

_STABLE_EXAMPLES = 2


def check_rulebook(draft: Draft) -> Iterator[Fault]:
    """All faults of the whole, file by file."""
    yield from check_fragments(draft)
    for lexicon in draft.lexicons.values():
        yield from check_words(lexicon)
        yield from check_script(lexicon)
        yield from check_spellings(lexicon)
    for rule in draft.rules:
        for check in (check_kind, check_reading, check_example_count, check_anchors, check_patterns):
            yield from check(rule, draft)
    for check_example in EXAMPLE_CHECKS:
        yield from check_example(draft)


def check_kind(rule: Rule, draft: Draft) -> Iterator[Fault]:
    """A rule stands in the folder of its kind."""
    folder = rule.id.split("/", 1)[0]
    if rule.kind in RULE_KINDS and folder != folder_of(rule.kind):
        right = next(kind for kind in RULE_KINDS if folder_of(kind) == folder)
        move = f"move the file to {folder_of(rule.kind)}/"
        message = f"{rule.kind} does not fit the folder {folder}/; write {right} or {move}"
        yield fault(_page(rule, draft).place("kind"), "kind", message)


def check_reading(rule: Rule, draft: Draft) -> Iterator[Fault]:
    """Names are not put together, and what is put together is no name; dates have a reading of their own."""
    for own in (NAME_KIND, "date"):
        if rule.reading in CONTRACT and (rule.kind == own) != (rule.reading == own):
            message = f"{rule.reading} does not fit kind {rule.kind}; leave `reading` out"
            yield fault(_page(rule, draft).place("reading"), "reading", message)
            return


def check_example_count(rule: Rule, draft: Draft) -> Iterator[Fault]:
    """Every rule shows what it reads; a stable one shows what it does not read, too."""
    page, found, avoided = _page(rule, draft), len(rule.examples), len(rule.counterexamples)
    if rule.status == "retired" or rule.status not in {"draft", "stable"}:
        return
    wanted = _STABLE_EXAMPLES if rule.status == "stable" or rule.kind == NAME_KIND else 1
    if found < wanted:
        subject = "a name rule" if rule.kind == NAME_KIND else f"a {rule.status} rule"
        yield fault(page.place("examples"), "examples", f"{subject} needs at least {wanted}, there {_is_are(found)}")
    if rule.status == "stable" and rule.kind != NAME_KIND and not avoided:
        message = "a stable rule needs at least 1: a text that it must not read, and `because`"
        yield fault(page.place("counterexamples"), "counterexamples", message)


def check_words(lexicon: Lexicon) -> Iterator[Fault]:
    """No word is empty or has blanks around it."""
    for entry in lexicon.entries:
        for word in entry.words:
            if not word.strip():
                yield fault(entry.place, "entries.words", "a word is empty; take it out")
            elif word != word.strip():
                yield fault(entry.place, "entries.words", f"{word!r} has blanks around it; write {word.strip()!r}")


def check_script(lexicon: Lexicon) -> Iterator[Fault]:
    """Words are as the text is when they are looked for in it, simplified and half-width.

    Other spellings may stand beside those, for a lexicon may be used on raw text, too.
    """
    known = set(lexicon.words())
    for entry in lexicon.entries:
        for word in entry.words:
            folded = word.translate(folding().hans)
            if folded not in known:
                message = f"{word} can never match, for texts are folded first; write {folded}"
                yield fault(entry.place, "entries.words", message)


def check_spellings(lexicon: Lexicon) -> Iterator[Fault]:
    """A spelling stands once in a lexicon, so that it has one meaning."""
    first: dict[str, Place] = {}
    for entry in lexicon.entries:
        for word in entry.words:
            if word not in first:
                first[word] = entry.place
                continue
            where = "twice here" if first[word] == entry.place else f"already in line {first[word].line}"
            message = f"{word} stands {where}; a spelling may stand only once in a lexicon"
            yield fault(entry.place, "entries.words", message)


def _page(rule: Rule, draft: Draft) -> Page:
    return draft.pages[rule.place.file]


def _is_are(count: int) -> str:
    return {0: "is none", 1: "is 1"}.get(count, f"are {count}")
