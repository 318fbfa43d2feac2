"""Who asks: a User-Agent that says what we are, and where a site's owner reaches the person who runs it."""

from __future__ import annotations

import re

from scrapy.exceptions import UsageError

_ADDRESS = re.compile(
    r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s()<>\"]*)?|[^\s()<>\"@,;]+@[\w-]+(?:\.[\w-]+)+", re.I
)


class ContactError(UsageError):
    """CONTACT is no address that a person can use; the message is a sentence."""

    def __init__(self, contact: str) -> None:
        super().__init__(
            f"CONTACT takes the address of a page (https://…) or an e-mail address, not {contact!r}.",
            print_help=False,
        )


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
