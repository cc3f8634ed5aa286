"""What is kept from week to week, where somebody switched it on: people, examinations, what changed, what was done."""

from thomas_test.core.repeatability import Change
from thomas_test.history.book import Book, ExaminationEntry, Person, PlanEntry
from thomas_test.history.database import default_url, open_database
from thomas_test.history.own_repeatability import repeatability_of, store_repeatability
from thomas_test.history.progress import Course, Point, course_of

__all__ = [
    "Book",
    "Change",
    "Course",
    "ExaminationEntry",
    "Person",
    "PlanEntry",
    "Point",
    "course_of",
    "default_url",
    "open_database",
    "repeatability_of",
    "store_repeatability",
]
