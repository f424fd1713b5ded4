"""What a number is about: indicator, subject, time, change, factuality, distribution."""

from __future__ import annotations

from shuliang.meaning.ground import Evidence
from shuliang.meaning.reader import MeaningReader

__all__ = ["Evidence", "MeaningReader"]
