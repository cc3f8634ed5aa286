"""Records and maths of the Thomas Test: they know no camera, no network and no screen."""
