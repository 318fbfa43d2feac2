"""Who asks: a User-Agent that says what we are, and where a site's owner reaches the person who runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scrapy.exceptions import UsageError

from crawler.network.addresses import HostError, is_private_name, is_public, literal

_ADDRESS = re.compile(
    r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s()<>\"]*)?|[^\s()<>\"@,;]+@[\w-]+(?:\.[\w-]+)+", re.I
)

_RESERVED = re.compile(r"(?:^|\.)(?:test|example|invalid|localhost|example\.(?:com|net|org))$")


class ContactError(UsageError):
    """CONTACT is no address that a person can use; the message is a sentence."""

    def __init__(self, contact: str) -> None:
        super().__init__(
            f"CONTACT takes the address of a page (https://…) or an e-mail address, not {contact!r}.",
            print_help=False,
        )


def nobody_to_ask(agent: str, domains: Iterable[str]) -> str | None:
    """Return the warning for a crawl of sites whose owners would not know whom to write to, else None.

    Sites of documentation and of this machine (RFC 2606) have no owner who might.
    """
    if _ADDRESS.search(agent) or not any(map(_is_somebodys, domains)):
        return None
    return (
        "CONTACT is not set: an owner of a site who minds this crawl cannot reach you, only block it. "
        "Add -s CONTACT=you@example.org, or the address of a page."
    )


def _is_somebodys(domain: str) -> bool:
    name = domain.lower().rstrip(".")
    if is_private_name(name) or _RESERVED.search(name):
        return False
    try:
        address = literal(name)
    except HostError:
        return False
    return address is None or is_public(address)


def user_agent(product: str, contact: str | None) -> str:
    """Return `product` (name/version) with the contact in brackets. Raises ContactError."""
    contact = (contact or "").strip()
    if not contact:
        return product
    if len(contact) > 200 or not contact.isascii() or not _ADDRESS.fullmatch(contact):
        raise ContactError(contact)
    if contact in product:
        return product
    return f"{product} (+{contact})"
