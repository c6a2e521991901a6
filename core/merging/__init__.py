"""Two records made one, and made two again: every row that moves is noted, so that an undo restores it exactly."""
