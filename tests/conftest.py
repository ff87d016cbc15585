"""What every test may ask for. Each test runs in a transaction that is rolled back, on a real database."""

import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from werkzeug.test import TestResponse

from newsletter import create_app, keys
from newsletter.db import db
from newsletter.mailbox.routes import blueprint as mailbox_pages
from newsletter.migrate import migrate
from newsletter.onemachine import blueprint as onemachine_pages
from newsletter.staff.models import Role, Staff, StaffSession
from newsletter.staff.sessions import key_hash
from newsletter.translation import memory_matches
from tests import catalogues, factories
from tests.databases import DATABASES, empty_database
from tests.jobs import run_enqueued

# Machines are shared and slow at times; how fast something is, the benches say. What must pass before anything lands
# looks at the same examples every time, and at fewer: a new one found there would stop work that has nothing to do
# with it. Everybody's own runs look for new ones.
_landing = bool(os.environ.get("NEWSLETTER_TEST_ALL"))
settings.register_profile(
    "newsletter",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=_landing,
    max_examples=50 if _landing else 100,
)
settings.load_profile("newsletter")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[*DATABASES, "both"],
        default="both" if os.environ.get("NEWSLETTER_TEST_ALL") else "sqlite",
        help="Where everything that touches a database runs; both under NEWSLETTER_TEST_ALL=1.",
    )


def pytest_configure() -> None:
    """Before any test module is read: letters remember the words that they were first composed with."""
    catalogues.compile_stale()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("database", DATABASES if chosen == "both" else [chosen], scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything must run, nothing may be passed over."""
    report = yield
    if os.environ.get("NEWSLETTER_TEST_ALL") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped under NEWSLETTER_TEST_ALL: {report.longrepr}"
    return report


@dataclass(frozen=True)
class Ground:
    """What the tests of one database stand on."""

    folder: Path
    url: str
    app: Flask


@pytest.fixture(scope="session")
def grounds() -> Iterator[Callable[[str], Ground]]:
    """Each database is prepared once a process, however often the tests change from one to the other and back."""
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda database: stack.enter_context(_prepared(database)))


@pytest.fixture(scope="session")
def ground(grounds: Callable[[str], Ground], database: str) -> Ground:
    return grounds(database)


@pytest.fixture(scope="session")
def folder(ground: Ground) -> Path:
    return ground.folder


@pytest.fixture(scope="session")
def database_url(ground: Ground) -> str:
    return ground.url


@pytest.fixture(scope="session")
def built_app(ground: Ground) -> Flask:
    """One application and one migrated database for the whole run."""
    return ground.app


@contextlib.contextmanager
def _prepared(database: str) -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="newsletter-test-"))
    with empty_database(database, folder) as url:
        app = _built(folder, url)
        yield Ground(folder, url, app)
        with app.app_context():
            db.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


def _built(folder: Path, url: str) -> Flask:
    keys.init(folder / "keys", folder / "opening-keys")
    app = create_app(
        {
            "TESTING": True,
            "DATA": folder,
            "DATABASE_URL": url,
            "KEYS": folder / "keys",
            "OPENING_KEYS": folder / "opening-keys",
            "URL": "https://weekly.example.org",
            "SERVER_NAME": "weekly.example.org",
            "PREFERRED_URL_SCHEME": "https",
            "SESSION_COOKIE_SECURE": False,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
        }
    )
    app.register_blueprint(onemachine_pages)
    app.register_blueprint(mailbox_pages)
    migrate(app)
    return app


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """With an application context, inside a transaction that no test can commit."""
    with built_app.app_context(), db.engine.connect() as connection:
        transaction = connection.begin()
        db.sessionmaker.configure(bind=connection, join_transaction_mode="create_savepoint")
        # It tells rows by their ids, which are given again once a test is rolled back.
        memory_matches.init_app(built_app)
        yield built_app
        db.session.close()
        db.sessionmaker.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")
        transaction.rollback()


class FreshClient(FlaskClient):
    """Each request begins with nothing remembered from the one before, as on a server.

    The test's own application context is around it, and Flask would share its `g`.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in [name for name in g if "sqlalchemy" not in name]:
            g.pop(name)
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return FreshClient(app, app.response_class, use_cookies=True)


SignIn = Callable[..., Staff]


@pytest.fixture
def sign_in(client: FlaskClient) -> SignIn:
    """`sign_in(Role.EDITOR)`: from here on `client` is somebody of that role."""

    def signed_in(role: Role = Role.EDITOR, **facts: Any) -> Staff:
        staff = factories.staff(role=role, **facts)
        db.session.add(StaffSession(staff=staff, key_hash=key_hash(f"key of {staff.handle}"), browser="Test"))
        db.session.commit()
        with client.session_transaction() as session:
            session["key"] = f"key of {staff.handle}"
        return staff

    return signed_in


@pytest.fixture
def work(app: Flask) -> Callable[[], list[str]]:
    """Do what was enqueued in this test's transaction, here and now; returns the names of the jobs."""
    return run_enqueued


@pytest.fixture
def query_count(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database so far; clear() it and look at its length."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        if not arguments[2].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            statements.append(arguments[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(db.engine, "before_cursor_execute", note)
