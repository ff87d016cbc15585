"""What runs in the background and when: the whole timetable on one page.

A job is one call on a noun. It is named here and enqueued by that name (background.enqueue) from where it is caused.
"""

from newsletter.background import job


@job("send_invitation")
def send_invitation(staff_id: int) -> None:
    """A link for a new colleague to choose a password."""
