"""The steps of the guided check as they stand on its page."""
