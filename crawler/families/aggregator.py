"""Aggregators: sites that reprint others' copy, credit it, and print a second article below the first.

Their markup is unknown and changes; their words do not. So the family has no selectors: body, source, tags,
the embedded article and the similar ones are found by their labels (`المصدر`, `كلمات دلالية`, `إقرأ أيضاً`,
`مقالات مشابهة`), as on every site, and `aggregator=True` says that all of them are the rule there.
"""

from __future__ import annotations

from typing import Any

from crawler.site import Expect, Site


def aggregator(*, publisher: str, domain: str, **facts: Any) -> Site:
    """Return the specification of one aggregator; `facts` are further fields of `Site`.

    Its articles are copies by design, so that many duplicates are no sign of illness.
    """
    expect = Expect(source=0.8, tags=0.6, similar=0.8)
    return Site(publisher=publisher, domain=domain, aggregator=True, expect=expect, **facts)
