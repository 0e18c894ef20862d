"""Files that strangers send: told from their bytes, scanned, and written anew so that nothing in them acts."""
