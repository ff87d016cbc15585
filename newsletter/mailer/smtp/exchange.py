"""Messages on a connection: a state machine that asyncio calls, with no coroutine per message.

With PIPELINING a message's body and the next one's MAIL, RCPT and DATA leave in one write. The next body waits for
its own 354, which follows the answer to the body before it: at most one message a connection is in doubt.
"""

import asyncio
from collections.abc import Callable

from newsletter.mailer.smtp.connection import CLOSING, Connection, Patience, Step
from newsletter.mailer.smtp.envelopes import Envelope, Later, Outbox, Outcome, unwritable
from newsletter.mailer.smtp.replies import MalformedReply, Reply

GO_AHEAD = 354
LOGIN_REQUIRED = 530
NOTICE = 0.5
"""Seconds within which a waiting connection notices that there is nothing to wait for any more."""
IDLE = 25.0
"""Seconds without a message after which we leave: a relay may close an idle connection at any time after 30."""
OUTCOMES = {2: Outcome.ACCEPTED, 4: Outcome.DEFERRED, 5: Outcome.REFUSED}
OF_THE_RELAY = ("4.3.", "4.4.")
"""Statuses about the mail system that we speak to, or its network (RFC 3463): no recipient has a part in them."""


class Exchange(Connection):
    """At any moment one message is being opened (MAIL, RCPT, DATA) and the one before it may be leaving (its body)."""

    def __init__(self, outbox: Outbox, patience: Patience, limit: int) -> None:
        super().__init__(patience)
        self.settled_any = False
        self._outbox, self._left = outbox, limit
        self._finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opening: Envelope | None = None
        self._refusal: Reply | None = None
        self._at_recipient = False
        self._leaving: Envelope | None = None
        self._asking_again: asyncio.TimerHandle | None = None
        self._idle_since = self._loop.time()

    async def run(self) -> Reply | str | None:
        """Deliver until the outbox or the limit is reached (None), or the connection ends (its last words)."""
        if not self.ended:
            self._open(self._take())
        await self._finished
        return self.ended

    def _take(self) -> Envelope | None:
        while self._left > 0 and (envelope := self._outbox.take()) is not None:
            if isinstance(envelope, Later):
                self._asking_again = self._loop.call_later(min(envelope.seconds, NOTICE), self._ask_again)
                return None
            fault = unwritable(envelope, smtputf8="SMTPUTF8" in self.extensions)
            if fault is None:
                self._left -= 1
                return envelope
            self._outbox.report(envelope, Outcome.REFUSED, fault)
        return None

    def _ask_again(self) -> None:
        self._asking_again = None
        if self.ended:
            return
        if self._leaving is None and self._loop.time() - self._idle_since > IDLE:
            return self._finish()
        self._open(self._take())

    def _open(self, envelope: Envelope | None, *before: Step) -> None:
        self._opening, self._refusal, self._at_recipient = envelope, None, False
        steps = [*before]
        if envelope is not None:
            foreign = not (envelope.sender + envelope.recipient).isascii()
            mail = f"MAIL FROM:<{envelope.sender}>{' SMTPUTF8' if foreign else ''}\r\n".encode()
            rcpt = f"RCPT TO:<{envelope.recipient}>\r\n".encode()
            steps.append(Step(mail, self._on_mail, self.patience.command, envelope))
            steps.append(Step(rcpt, self._on_rcpt, self.patience.command, envelope))
            steps.append(Step(b"DATA\r\n", self._on_data, self.patience.data, envelope))
        if steps:
            self._idle_since = self._loop.time()
            self.send(steps)
        else:
            self._finish_if_last()

    def _on_mail(self, reply: Reply) -> None:
        if reply.code == LOGIN_REQUIRED:
            self.end(reply)
        else:
            self._on_opened(reply)

    def _on_rcpt(self, reply: Reply) -> None:
        self._at_recipient = self._refusal is None and reply.code // 100 != 2
        self._on_opened(reply)

    def _on_opened(self, reply: Reply) -> None:
        if reply.code // 100 == 2:
            return
        self._refuse(reply)
        if self.later:  # one step at a time: DATA hasn't been said yet, and needn't be
            self.later.clear()
            self._start_over(b"RSET\r\n", self._on_reset)

    def _on_data(self, reply: Reply) -> None:
        if reply.code != GO_AHEAD:
            self._refuse(reply)
            self._start_over(b"RSET\r\n", self._on_reset)
        elif self._refusal:  # RFC 2920 section 3.1: told to go ahead for nobody, the client sends an empty message
            self._start_over(b".\r\n", self._on_emptied)
        elif not self.is_between_replies:
            raise MalformedReply("the answer to a message came before the message")
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        assert self._opening is not None
        envelope, following = self._opening, self._take()
        if self._outbox.hand(envelope):
            self._leaving = envelope
            self._open(following, Step(b".\r\n", self._on_body, self.patience.body, envelope, envelope.data))
        else:
            if following is not None:
                self._outbox.put_back(following)
            self.end("The message could not be noted down as handed over")

    def _on_body(self, reply: Reply) -> None:
        assert self._leaving is not None
        if reply.code // 100 == 3:
            raise MalformedReply("a message was answered with a question")
        self._conclude(self._leaving, reply)
        self._finish_if_last()

    def _refuse(self, reply: Reply) -> None:
        if reply.code // 100 not in (4, 5):
            raise MalformedReply("a command was answered neither yes nor no")
        self._refusal = self._refusal or reply

    def _start_over(self, line: bytes, on_reply: Callable[[Reply], None]) -> None:
        assert self._opening is not None
        assert self._refusal is not None
        self._conclude(self._opening, self._refusal)
        self._open(self._take(), Step(line, on_reply, self.patience.body))

    def _on_reset(self, reply: Reply) -> None:
        if reply.code // 100 != 2:
            raise MalformedReply("it would not start over")
        self._finish_if_last()

    def _on_emptied(self, reply: Reply) -> None:
        self._finish_if_last()

    def _conclude(self, envelope: Envelope, reply: Reply) -> None:
        at_recipient = False
        if envelope is self._leaving:
            self._leaving = None
        else:
            self._opening, at_recipient = None, self._at_recipient
        self.settled_any |= reply.code != CLOSING
        self._outbox.report(envelope, OUTCOMES[reply.code // 100], reply, at_recipient=at_recipient)

    def _finish_if_last(self) -> None:
        if self._opening is None and self._leaving is None and self._asking_again is None:
            self._finish()

    def _finish(self) -> None:
        if not self._finished.done():
            self._finished.set_result(None)

    def settle(self, words: Reply | str, answered: Step | None) -> None:
        reply = words if isinstance(words, Reply) else None
        if answered and answered.about and reply:
            self._at_recipient |= self._refusal is None and answered.on_reply == self._on_rcpt
            if not self._is_turned_away(answered.about, reply):
                self._conclude(answered.about, self._refusal or reply)
        if self._leaving is not None:
            self._outbox.report(self._leaving, Outcome.IN_DOUBT, None)
        if self._opening is not None and self._refusal is not None:
            self._conclude(self._opening, self._refusal)
        elif self._opening is not None:
            self._outbox.report(self._opening, Outcome.NOT_HANDED, reply)
        self._finish()

    def _is_turned_away(self, envelope: Envelope, reply: Reply) -> bool:
        """Whether 421, said before its body, was about the connection: then the message goes by another one."""
        about_recipient = self._at_recipient and not reply.enhanced.startswith(OF_THE_RELAY)
        if envelope is not self._opening or self._refusal or about_recipient:
            return False
        if not self._outbox.take_back(envelope, reply, served=self.settled_any):
            return False
        self._opening = None
        return True
