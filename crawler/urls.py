"""URLs: normalisation, and which URLs are the same page."""

from __future__ import annotations

import tldextract

# The suffix list that ships with the package: a crawl must not start with a download.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def registrable_domain(host: str) -> str:
    """Return the registrable domain of `host` (`www.bbc.co.uk` -> `bbc.co.uk`), or `host` itself."""
    host = host.lower().rstrip(".")
    found = _suffixes(host)
    return found.top_domain_under_public_suffix or host
