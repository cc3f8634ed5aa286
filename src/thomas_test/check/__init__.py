"""The whole check as a record: statements, trials, a stop; brought together, saved to and opened from one file."""
