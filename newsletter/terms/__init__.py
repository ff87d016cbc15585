"""The term base: what names and institutions are called in each language, and which forms to avoid."""
