"""House style: pure functions from words to findings, a module per family of rules."""
