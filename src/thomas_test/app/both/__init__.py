"""Both legs from several photos: sorted by the leg that hangs, beside each other, and from there into a full check."""
