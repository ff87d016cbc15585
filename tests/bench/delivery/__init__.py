"""How fast mailings leave, against Postfix's own sender: `python -m tests.bench.delivery`."""
