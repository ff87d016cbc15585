"""Any mail as a value: composed from templates, inlined, written as MIME, and made ready to be spliced per reader.

Nothing here knows the database, the clock or Flask: a letter's language is its own, not a request's.
"""
