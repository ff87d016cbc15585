"""Refusals over the newsroom's limit stop a mailing: those of its first readers, and those on its way."""
