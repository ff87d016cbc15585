"""What the public may see of a commentary, and what it is told when that changes."""
