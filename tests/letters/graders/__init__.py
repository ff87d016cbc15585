"""What tools that no one here wrote say of every letter, as it leaves."""
