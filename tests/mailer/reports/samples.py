"""Mails as they come back: written for these tests after the RFCs, and after how servers are known to speak."""

from textwrap import dedent

TOKEN = "A" * 43
LEAVING = "B" * 48


def bounce(
    status: str = "5.1.1",
    words: str = "550 5.1.1 <alena@example.org>: Recipient address rejected: User unknown",
    *,
    action: str = "failed",
    token: str = TOKEN,
    more: str = "",
) -> bytes:
    """RFC 3464, with what is given of our mail. `more`: blocks of other recipients."""
    return _mail(f"""\
        From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
        To: bounce+{token}@weekly.example.org
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

        --cut
        Content-Type: text/plain; charset=us-ascii

        Your mail could not be delivered to everybody.

        --cut
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        Arrival-Date: Mon, 11 Nov 2024 09:00:00 +0000

        Final-Recipient: rfc822; alena@example.org
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; {words}
        MORE
        --cut
        Content-Type: text/rfc822-headers

        Subject: Queues at the border grow shorter
        List-Unsubscribe: <https://weekly.example.org/s/x>, <mailto:unsubscribe+{LEAVING}@weekly.example.org>

        --cut--
        """).replace(b"MORE", more.encode())


def complaint(feedback: str = "abuse", *, token: str = TOKEN) -> bytes:
    """RFC 5965."""
    return _mail(f"""\
        From: feedback@mail.example.net
        To: abuse@weekly.example.org
        Subject: FW: Queues at the border grow shorter
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="cut"

        --cut
        Content-Type: text/plain

        Somebody pressed a button.

        --cut
        Content-Type: message/feedback-report

        Feedback-Type: {feedback}
        User-Agent: Buttons/1.0
        Version: 1
        Original-Mail-From: <bounce+{token}@weekly.example.org>

        --cut
        Content-Type: message/rfc822

        From: weekly@weekly.example.org
        To: redacted@example.net
        Subject: Queues at the border grow shorter
        List-Unsubscribe: <mailto:unsubscribe+{LEAVING}@weekly.example.org>

        Good morning.
        --cut--
        """)


def in_words(words: str, *, token: str = TOKEN) -> bytes:
    """As the oldest servers write it, and people."""
    return (
        _mail(f"""\
        From: MAILER-DAEMON@mx.example.org
        To: bounce+{token}@weekly.example.org
        Subject: failure notice

        """)
        + words.encode()
    )


OLD_FASHIONED = """\
Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<alena@example.org>:
Sorry, no mailbox here by that name. No such user.

--- Below this line is a copy of the message.
"""

ON_HOLIDAY = """\
Thank you for your mail. I am away until 25 November and will read it then.
In urgent cases call extension 550.
"""


def farewell(token: str = LEAVING) -> bytes:
    return _mail(f"""\
        From: alena@example.org
        To: Border Weekly <unsubscribe+{token}@weekly.example.org>
        Subject: unsubscribe

        """)


def _mail(text: str) -> bytes:
    return dedent(text).replace("\n", "\r\n").encode()
