"""Doors for programs that take everything: sitemaps for search engines, OAI-PMH for harvesters.

The rule: what they carry off is what is published, whoever asks; a draft that left has no word on it that says so.
"""
