"""People from week to week, as the app shows them: views of `thomas_test.history`."""
