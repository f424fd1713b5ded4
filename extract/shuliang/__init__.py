"""Numeric facts from Chinese text, as rows.

    >>> import shuliang
    >>> [fact] = shuliang.extract("全市新增上市公司27家。")
    >>> fact.value, fact.unit, fact.indicator
    (27.0, '家', '上市公司')

`extract` reads one text, `extract_batch` an Arrow batch of documents, `load_facts` what a run has written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shuliang.errors import ShuliangError
from shuliang.facts import Document, Fact, Quantity, Reject

if TYPE_CHECKING:
    from shuliang.api import extract, extract_batch, extract_documents, load_facts

__all__ = [
    "Document",
    "Fact",
    "Quantity",
    "Reject",
    "ShuliangError",
    "__version__",
    "extract",
    "extract_batch",
    "extract_documents",
    "load_facts",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The functions, whose Arrow and rulebook are loaded when they are first asked for (PEP 562)."""
    if name in __all__:
        from shuliang import api  # noqa: PLC0415 - that is the point

        return getattr(api, name)
    message = f"module 'shuliang' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
