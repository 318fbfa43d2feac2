"""The one exception with which the network layer refuses a request, and what it says to the ledger."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import IgnoreRequest

Outcome = Literal["rejected", "blocked", "failed"]


class Refused(IgnoreRequest):
    """A request that is not sent, or an answer that is not used; reaches the errback.

    outcome: how the ledger settles the row; reason: a short name that is counted;
    retry_in: seconds until it may be asked again, None where asking again is of no use; answered: whether
    the site spoke (it is not out of reach).
    """

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        detail: str = "",
        *,
        retry_in: float | None = None,
        answered: bool = False,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.outcome: Outcome = outcome
        self.reason = reason
        self.retry_in = retry_in
        self.answered = answered
