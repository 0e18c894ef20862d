"""The public face as files that any host can serve, so that a check outlives an outage, and the scheme itself."""
