"""What a number is about: indicator, subject, time, change, factuality, distribution."""

from __future__ import annotations

from shuliang.meaning.reader import Evidence, MeaningReader

__all__ = ["Evidence", "MeaningReader"]
