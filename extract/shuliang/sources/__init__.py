"""Files, folders, archives and streams → documents, one at a time; what cannot be read becomes a `Reject`."""

from __future__ import annotations

from shuliang.sources.files import check_inputs
from shuliang.sources.options import SourceOptions
from shuliang.sources.reading import read_sources

__all__ = ["SourceOptions", "check_inputs", "read_sources"]
