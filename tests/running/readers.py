"""A reader that worker processes can import by name; what a text says is done to the process that reads it."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import FakeReader

if TYPE_CHECKING:
    from shuliang.facts import Document
    from shuliang.running.kernel import DocumentRead

_ORDER = re.compile(r"<(?P<what>kill|once|fault|sleep) ?(?P<mark>[^>]*)>")


class ObeyingReader(FakeReader):
    """`<kill>` ends the process, `<once FILE>` too where that file is not there; `<fault>` raises, `<sleep>` waits."""

    def read(self, document: Document) -> DocumentRead:
        order = _ORDER.search(document.text)
        what = order["what"] if order else ""
        if order and what == "once":
            mark = Path(order["mark"])
            what = "" if mark.exists() else "kill"
            mark.touch()
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "fault":
            message = "asked for"
            raise LookupError(message)
        if what == "sleep":
            time.sleep(60)
        return super().read(document)


def obeying() -> ObeyingReader:
    return ObeyingReader()
