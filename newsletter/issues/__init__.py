from flask import Flask

from newsletter.issues import models


def init_app(app: Flask) -> None:
    pass
