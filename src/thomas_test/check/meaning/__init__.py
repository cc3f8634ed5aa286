"""What the findings go together with, and what a person can do with them: cited tables in plain words."""
