from flask import Flask

from newsletter.mailer import models


def init_app(app: Flask) -> None:
    pass
