"""A site of one's own: its settings, the sample that it begins without, what it still lacks."""
