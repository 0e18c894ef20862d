"""The product as people meet it: in a real browser, with scripts and without."""
