"""The report of a run: one page that needs nothing but itself."""

from thomas_test.page.report import ReportEntry, report_html, write_report

__all__ = ["ReportEntry", "report_html", "write_report"]
