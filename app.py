"""`python app.py` starts everything on one machine; `flask --app app` finds the application here."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- said before anything is imported that an older Python can't read
    sys.exit(
        "Newsletter needs Python 3.11 or newer; this is "
        + ".".join(map(str, sys.version_info[:2]))
        + ". Install a newer one and make the virtual environment again with it."
    )

from newsletter.cli import complete_app

if __name__ == "__main__":
    from newsletter.onemachine import main

    sys.exit(main())

app = complete_app()
