"""The completeness check: an administrator sees that nothing is missing before anybody reviews. It is not scoring."""
