"""What an editor reads."""

from newsletter.mailer.telling.parcels import parcel
from newsletter.staff.models import AuditEntry
from tests.jobs import asked_of


def words_of(entry: AuditEntry) -> tuple[str, str]:
    """Subject and text of the letter to whoever is to get one."""
    ((_, staff_id),) = [arguments for arguments in asked_of("send_mailing_news") if arguments[0] == entry.id]
    found = parcel(entry.id, staff_id)
    assert found
    return found[1].subject, " ".join(found[1].text.split())
