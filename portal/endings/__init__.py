"""How an application ends before its decision: withdrawn by its council, lapsed; and how it is taken up again."""
