"""How a reader says no: an exception on the way up, a `Reject` at the edge."""

from __future__ import annotations

from shuliang.errors import ShuliangError
from shuliang.facts import Reject


class RefusedError(ShuliangError):
    """A document or file that cannot be read; `reason` is one word for counting, `detail` tells a person."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")

    def reject(self, doc_id: str | None, source: str) -> Reject:
        return Reject(doc_id, source, "source", self.reason, self.detail)
