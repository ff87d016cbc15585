"""How an issue begins, or doesn't: started, skipped, cancelled, listed."""
