"""Site files against the real pages of ../shared/pages: who owns them, and who may call itself verified."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import spiders
from crawler.classify import classify
from crawler.site import Site
from crawler.sites import site_of
from crawler.urls import normalise


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    found = {}
    for module in pkgutil.iter_modules(spiders.__path__):
        for value in vars(importlib.import_module(f"spiders.{module.name}")).values():
            if isinstance(site := getattr(value, "site", None), Site) and value.name == module.name:
                found[module.name] = site.named(module.name)
    return found


@pytest.fixture(scope="module")
def pages(shared: Path) -> list[str]:
    index = (shared / "pages" / "index.jsonl").read_text(encoding="utf-8")
    return [normalise(json.loads(line)["url"]) or "" for line in index.splitlines()]


def test_every_real_page_is_an_article_of_a_known_site(sites: dict[str, Site], pages: list[str]) -> None:
    for url in pages:
        site = site_of(url, sites)
        assert site.key in sites, url
        assert classify(url, site) == "article", url


def test_a_site_is_verified_only_with_a_real_page(sites: dict[str, Site], pages: list[str]) -> None:
    seen = {site_of(url, sites).key for url in pages}
    verified = {key for key, site in sites.items() if site.support == "verified"}
    assert verified <= seen
