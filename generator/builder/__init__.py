"""MkDocs builds the site: its plugin, the fragments, the index, the policy of each page."""
