"""Papers of another site of Paperfeed, brought here as they stand there."""
