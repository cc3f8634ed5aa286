"""The whole check on one page, PDF and HTML, and a hand-out for the person: all made of the same contents."""

from thomas_test.check.report.handout import examination_handout
from thomas_test.check.report.html import examination_html
from thomas_test.check.report.pdf import examination_pdf

__all__ = ["examination_handout", "examination_html", "examination_pdf"]
