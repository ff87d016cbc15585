"""How a text stays true to its source: staleness, alignment, memory, machine drafts, and the translating desk."""
