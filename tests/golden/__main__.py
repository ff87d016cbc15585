"""`python -m tests.golden` rewrites the golden files: look at the diff before committing it."""

from tests.golden import FOLDER, golden_files

for name, content in golden_files():
    (FOLDER / name).write_bytes(content)
