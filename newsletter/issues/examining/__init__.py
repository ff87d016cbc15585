"""The preflight at work: an issue gathered as facts, looked at, and what the newsroom decided on the rules."""
