"""The spiders of this project: a site file that cannot be read costs that site, and no other."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.extraction.page import split_attribute
from crawler.site import Site


class SiteFiles(SpiderLoader):
    """For the setting SPIDER_LOADER_CLASS. Scrapy's own ends every command where one file is broken."""

    broken: dict[str, str]  # by the file's stem: what is wrong with it, as a sentence

    def _load_all_spiders(self) -> None:
        self.broken = {}
        for package in self.spider_modules:
            module = self._imported(package)
            if module is not None:
                self._load_spiders(module)
                for one in iter_modules(getattr(module, "__path__", [])):
                    file = self._imported(f"{package}.{one.name}")
                    if file is not None:
                        self._load_spiders(file)
        self._check_name_duplicates()

    def _load_spiders(self, module: ModuleType) -> None:
        super()._load_spiders(module)
        stem = module.__name__.rpartition(".")[2]
        for spider in iter_spider_classes(module):
            site = getattr(spider, "site", None)
            if isinstance(site, Site) and module.__name__ not in _told:
                for name, selector in selectors(site):
                    if selector and not is_css(selector):
                        sys.stderr.write(f"{stem}.py: {name} is no CSS and matches nothing: {selector}\n")
                        _told[module.__name__] = ""

    def _imported(self, name: str) -> ModuleType | None:
        if _told.get(name):
            self.broken[name.rpartition(".")[2]] = _told[name]
            return None
        try:
            return import_module(name)
        except Exception as error:
            stem = name.rpartition(".")[2]
            self.broken[stem] = _told[name] = f"{stem}.py cannot be read: {_sentence(error)}"
            sys.stderr.write(f"Left out: {self.broken[stem]}\n")
            return None


_told: dict[str, str] = {}  # of this process, by module: it would be told again by every part that asks


def selectors(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every selector of a site."""
    for owner, names in (
        ("fields", [field.name for field in fields(site.fields)]),
        ("links", ["similar", "read_also", "next_page"]),
    ):
        for name in names:
            given = getattr(getattr(site, owner), name)
            for selector in (given,) if isinstance(given, str) else given:
                yield f"{owner}.{name}", selector


def is_css(selector: str) -> bool:
    """Whether a selector can be read, without the attribute that it may ask for."""
    try:
        LexborHTMLParser("").css(split_attribute(selector)[0])
    except SelectolaxError:
        return False
    return True


def _sentence(error: Exception) -> str:
    """Say what is wrong with a file, and in which of its lines, on one line."""
    words = " ".join(str(getattr(error, "msg", None) or error).split())
    line = error.lineno if isinstance(error, SyntaxError) else _line(error)
    return f"{type(error).__name__}{f' in line {line}' if line else ''}: {words}."


def _line(error: Exception) -> int | None:
    """Return the line of the file itself that led to an error: the first below the machinery of imports."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "importlib" not in frame.filename
    ]
    return next((frame.lineno for frame in frames if frame.filename != __file__), None)
