"""The desk's pages on which footnotes are sent, looked at as they were understood, corrected, and entered."""
