"""What leaves the package: words, rows of a table, records, points files, the page of a folder, faces covered."""
