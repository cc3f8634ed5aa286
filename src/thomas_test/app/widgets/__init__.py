"""What several pages show: cards, dials, drawings, the side panel, small components of our own."""
