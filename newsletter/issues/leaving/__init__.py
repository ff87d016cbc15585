"""An issue's way out: tested, locked, corrected, scheduled, released."""
