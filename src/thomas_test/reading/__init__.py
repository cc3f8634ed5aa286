"""From one photo to one analysis: who is on the table, how the leg hangs, against which horizontal, and how sure."""
