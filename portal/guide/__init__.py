"""The public pages that explain the Mark: what anybody may read before, beside and after the process."""
