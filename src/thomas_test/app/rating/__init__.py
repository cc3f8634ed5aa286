"""A second reader's desk: bare photos, own points, and nothing of what others read."""
