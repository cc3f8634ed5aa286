"""Moving pictures, live or from a file: frames followed in their order, the hold found, the set-up coached."""
