"""Measure the Thomas Test from a photo."""
