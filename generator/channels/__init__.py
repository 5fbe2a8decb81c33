"""What readers subscribe to: the feed, its areas, topics and saved queries, each a channel."""
