"""How a reader says no: an exception on the way up, a `Reject` at the edge."""

from __future__ import annotations

from enum import StrEnum

from shuliang.errors import ShuliangError
from shuliang.facts import Reject


class Reason(StrEnum):
    """Why something was not read: one word for counting, while the detail of a reject tells a person."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    UNDECODABLE = "undecodable"
    NOT_JSON = "not_json"
    NOT_JSONL = "not_jsonl"
    NO_TEXT = "no_text"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TRUNCATED = "truncated"
    BROKEN = "broken"
    HTTP_STATUS = "http_status"
    UNREADABLE = "unreadable"
    MISSING_PACKAGE = "missing_package"


class RefusedError(ShuliangError):
    """A document or file that cannot be read, before it becomes a `Reject`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")

    def reject(self, doc_id: str | None, source: str) -> Reject:
        return Reject(doc_id, source, "source", self.reason.value, self.detail)
