"""Near-duplicates: tell a copy from a template."""

from crawler.dedup.index import Index
from crawler.dedup.judge import Verdict, judge

__all__ = ["Index", "Verdict", "judge"]
