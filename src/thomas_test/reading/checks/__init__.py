"""Decide whether a picture may be measured, and what a reader of the number must know.

Each limit stands with what was seen on the rendered scenes (89 easy, 24 hard, 8 that are no Thomas test, 12 views
from the feet); the tests keep the two apart.
"""
