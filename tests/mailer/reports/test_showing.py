"""What came back, as the sending screen says it: by reason and group, and what is for the newsroom first."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer.models import Delivery, Mailing
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import Kind
from newsletter.staff.models import Role
from tests.conftest import SignIn
from tests.mailer import samples


def reported(made: Mailing, *told: tuple[Kind, Reason, str]) -> None:
    deliveries = db.session.query(Delivery).filter_by(mailing_id=made.id).all()
    for delivery, (kind, reason, group) in zip(deliveries, told, strict=False):
        facts = {"mailing_id": made.id, "delivery_id": delivery.id, "status": "5.0.0"}
        db.session.add(Report(kind=kind, reason=reason, provider=group, **facts))
    db.session.commit()


def test_what_is_about_us_stands_first_and_refusals_are_not_told_twice(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    made = samples.mailing(6)
    reported(
        made,
        (Kind.BOUNCE, Reason.NO_MAILBOX, "gmail"),
        (Kind.BOUNCE, Reason.NO_MAILBOX, "yandex"),
        (Kind.COMPLAINT, Reason.OTHER, "yahoo"),
        (Kind.BOUNCE, Reason.SPAM, "mailru"),
        (Kind.REFUSAL, Reason.MAILBOX_FULL, "gmail"),
    )
    page = BeautifulSoup(client.get(f"/desk/sending/{made.edition.issue.number}").text, "lxml")
    table = page.find("div", {"aria-label": "Came back afterwards"})
    assert table
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Called spam", "Mail.ru", "1"),
        ("No such mailbox", "Gmail, Yandex", "2"),
        ("Reported as spam by the reader", "Yahoo", "1"),
    ]
    assert rows[0][2] == "Not held against the reader; look into it"
    assert rows[1][2] == "Not mailed again after 2 issues"


def test_where_nothing_came_back_nothing_is_said(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    made = samples.mailing(1)
    assert "Came back" not in client.get(f"/desk/sending/{made.edition.issue.number}").text
