"""The live camera: frames read as they come, the hold found, the set-up coached. Knows no screen and no web page."""
