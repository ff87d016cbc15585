"""Stop press: every mailing of an issue halted at once, and a correction to those who have it already."""
