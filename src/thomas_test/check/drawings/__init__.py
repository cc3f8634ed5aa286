"""Our own drawings, one figure in one style: what can be done, and how the test is set up."""
