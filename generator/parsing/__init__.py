"""What the formats share: reading JSON, XML, HTML, dates, names and references. Pure."""
