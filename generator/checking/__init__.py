"""What `paperfeed check` finds beyond the faults of single files; one module a kind."""
