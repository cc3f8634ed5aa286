"""The whole check on one page: PDF and HTML, both made of the same contents."""

from thomas_test.check.report.html import examination_html
from thomas_test.check.report.pdf import examination_pdf

__all__ = ["examination_html", "examination_pdf"]
