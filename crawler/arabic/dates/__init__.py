"""Dates of Arabic pages: reading one (`parse`), and choosing among those that a page states (`choose`)."""

from crawler.arabic.dates.choosing import Candidate, Chosen, choose
from crawler.arabic.dates.parsing import Stamps, is_date_line, parse, stamps
from crawler.arabic.dates.stated import ParsedDate

__all__ = ["Candidate", "Chosen", "ParsedDate", "Stamps", "choose", "is_date_line", "parse", "stamps"]
