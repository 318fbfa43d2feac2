"""What stops a run, as one sentence for a person and one word for the finish reason."""

from __future__ import annotations


class LedgerError(Exception):
    """The run cannot start or go on; `str(error)` is a sentence."""

    reason = "ledger_error"


class SiteLockedError(LedgerError):
    """Another live process crawls the site."""

    reason = "locked"


class DamageError(LedgerError):
    """The ledger, or a file that it accounts for, is not as it was left."""

    reason = "damage"


class UnwritableError(LedgerError):
    """A file or folder cannot be written."""

    reason = "unwritable"


class DiskFullError(UnwritableError):
    """No space is left for lines or for the ledger."""

    reason = "disk_full"
