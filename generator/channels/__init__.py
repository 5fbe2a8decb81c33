"""What readers subscribe to: the whole feed, its areas, topics and saved queries, each a channel."""
