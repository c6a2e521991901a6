"""Finding aids in."""
