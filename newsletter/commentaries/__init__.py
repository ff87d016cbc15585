"""Commentaries: their sections, verdicts, texts and documents, and how files become them."""

from flask import Flask

from newsletter.commentaries import models


def init_app(app: Flask) -> None:
    pass
