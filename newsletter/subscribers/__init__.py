from flask import Flask

from newsletter.subscribers import models


def init_app(app: Flask) -> None:
    pass
