"""Which sites go into which process."""

from __future__ import annotations

from collections.abc import Container, Sequence

from crawler.site import Site

_USUAL = 40.0  # articles a day of a site that states none


def shares(sites: Sequence[Site], jobs: int, *, alone: Container[str] = ()) -> list[list[str]]:
    """Return the keys of `sites` in shares of about equal work, at most `jobs` of them beside those `alone`.

    Sites that need a browser stand together, so that there is one browser and not one a process. Those whose
    keys are in `alone` have a share each.
    """
    single = [[site.key] for site in sites if site.key in alone]
    sites = [site for site in sites if site.key not in alone]
    if not sites:
        return single
    piles: list[list[str]] = [[] for _ in range(max(1, min(jobs, len(sites))))]
    loads = [0.0] * len(piles)
    browsed = [site for site in sites if site.rendering == "browser"]
    others = [site for site in sites if site.rendering != "browser"]
    for site in browsed:
        piles[0].append(site.key)
        loads[0] += 10 * work(site)  # a page in a browser costs a hundred times a plain one
    for site in sorted(others, key=lambda site: (-work(site), site.key)):
        at = loads.index(min(loads))
        piles[at].append(site.key)
        loads[at] += work(site)
    return [*(pile for pile in piles if pile), *single]


def work(site: Site) -> float:
    """Return the articles a day that a site is expected to bring."""
    return float(site.expect.articles_per_day or _USUAL)
