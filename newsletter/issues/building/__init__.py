"""What changes an issue while it is assembled, step by step, and the page on which that is done."""
