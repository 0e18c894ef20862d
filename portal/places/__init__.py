"""Where a council officially is, as it changes: websites checked before they count, accounts, and what was removed."""
