"""The User-Agent is honest, and a contact that reaches nobody is refused with a sentence."""

from __future__ import annotations

import pytest

from crawler.network.identity import ContactError, nobody_to_ask, user_agent


@pytest.mark.parametrize(
    "contact",
    ["https://lab.example/crawler", "http://lab.example", "desk@lab.example", "a.b+c@lab.example.org"],
)
def test_the_contact_stands_in_brackets(contact: str) -> None:
    named = user_agent("ArabicNewsCrawler/0.1", contact)
    assert named == f"ArabicNewsCrawler/0.1 (+{contact})"
    assert user_agent(named, contact) == named


@pytest.mark.parametrize(
    ("domain", "somebodys"),
    [
        ("elbalad.news", True),
        ("gate.ahram.org.eg", True),
        ("93.184.216.34", True),
        ("sada-alhadath.example", False),
        ("site.test", False),
        ("www.example.com", False),
        ("notexample.com", True),
        ("localhost", False),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("0x7f.1.2.3.4.5", False),
    ],
)
def test_a_crawl_of_somebodys_site_without_a_contact_is_warned_of(domain: str, somebodys: bool) -> None:
    product = "ArabicNewsCrawler/0.1"
    assert (nobody_to_ask(product, ["a.example", domain]) is not None) == somebodys
    assert nobody_to_ask(user_agent(product, "desk@lab.example"), [domain]) is None


@pytest.mark.parametrize("contact", ["", None, "  "])
def test_without_a_contact_only_the_product(contact: str | None) -> None:
    assert user_agent("ArabicNewsCrawler/0.1", contact) == "ArabicNewsCrawler/0.1"


@pytest.mark.parametrize(
    "contact",
    ["me", "@", "a@b", "ftp://lab.example", "https://", "a@lab.example\r\nX: y", "(x)@a.b)", "مكتب@مثال.عرب"],
)
def test_a_contact_that_reaches_nobody_is_refused(contact: str) -> None:
    with pytest.raises(ContactError, match="CONTACT takes"):
        user_agent("ArabicNewsCrawler/0.1", contact)
