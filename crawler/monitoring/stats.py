"""Scrapy's counters of a run, in memory, without what watches over their use."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class Stats(MemoryStatsCollector):
    """For the setting STATS_CLASS: a page counts some twenty times.

    Scrapy 2.19 looks at each attribute that is read of its collector, to warn of an argument that goes out of
    use: 3 µs to add one, where a quarter would do.
    """

    __getattribute__ = object.__getattribute__
