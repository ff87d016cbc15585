"""Every page of the product, by name: where it is, and who may see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`path` leaves open a language, a slug, the tokens of letters; `status` is what the server answers with."""

    path: str
    desk: bool = False
    status: int = 200


PUBLIC = {
    "front page": Place("/{language}/"),
    "issue": Place("/{language}/issues/1"),
    "issue as mailed": Place("/{language}/issues/1/letter/{reading}"),
    "commentary": Place("/{language}/commentaries/{commentary}"),
    "archive": Place("/{language}/issues"),
    "sign-up": Place("/{language}/subscribe"),
    "sign-up taken": Place("/{language}/subscribe/sent"),
    "corrections": Place("/{language}/corrections"),
    "safety": Place("/{language}/safety"),
    "erased": Place("/{language}/erased"),
    "confirmation": Place("/confirm/{pending}"),
    "confirmed": Place("/confirm/{confirmed}"),
    "preferences": Place("/preferences/{preferences}"),
    "discreet preferences": Place("/n/{discreet}"),
    "unsubscribing": Place("/unsubscribe/{unsubscribe}"),
    "broken link": Place("/confirm/nonsense", status=410),
    "nothing there": Place("/{language}/nothing", status=404),
}

DESK = {
    "sign-in": Place("/desk/sign-in"),
    "lost password": Place("/desk/sign-in/lost"),
    "invitation": Place("/desk/link/invitation/{invitation}"),
    "used-up link": Place("/desk/link/sign-in/nonsense", status=410),
    "week": Place("/desk/", desk=True),
    "empty week": Place("/desk/?week=2020-01-06", desk=True),
    "drafts": Place("/desk/drafts", desk=True),
    "plan": Place("/desk/plan", desk=True),
    "plan of a week": Place("/desk/plan/2024-11-04", desk=True),
    "letters of the plan": Place("/desk/plan/letters", desk=True),
    "absences": Place("/desk/absences", desk=True),
    "commentaries": Place("/desk/commentaries", desk=True),
    "no commentary found": Place("/desk/commentaries?search=nowhere", desk=True),
    "photos": Place("/desk/photos", desk=True),
    "unused photos": Place("/desk/photos?unused=yes", desk=True),
    "photo for a commentary": Place("/desk/photos?commentary=1", desk=True),
    "new commentary": Place("/desk/commentaries/new", desk=True),
    "commentary's facts": Place("/desk/commentaries/1", desk=True),
    "withdrawing": Place("/desk/commentaries/1/en/withdrawal", desk=True),
    "withdrawing everywhere": Place("/desk/commentaries/1/withdrawal", desk=True),
    "correction": Place("/desk/corrections/1", desk=True),
    "embargo": Place("/desk/commentaries/1/embargo", desk=True),
    "writing": Place("/desk/commentaries/1/en", desk=True),
    "translating": Place("/desk/commentaries/1/be/translating", desk=True),
    "one's own draft": Place("/desk/commentaries/1/be/own-draft", desk=True),
    "history": Place("/desk/commentaries/1/en/history", desk=True),
    "revision": Place("/desk/commentaries/1/en/history/1", desk=True),
    "two revisions": Place("/desk/commentaries/1/en/history/compare?from=1", desk=True),
    "preview of a text": Place("/desk/commentaries/1/en/preview", desk=True),
    "translation memory": Place("/desk/memory", desk=True),
    "words in the memory": Place("/desk/memory?q=a", desk=True),
    "authors": Place("/desk/authors", desk=True),
    "author": Place("/desk/authors/1", desk=True),
    "redacting a byline": Place("/desk/authors/1/redaction", desk=True),
    "sections": Place("/desk/sections", desk=True),
    "section": Place("/desk/sections/1", desk=True),
    "terms": Place("/desk/terms", desk=True),
    "new term": Place("/desk/terms/new", desk=True),
    "term": Place("/desk/terms/1", desk=True),
    "importing terms": Place("/desk/terms/import", desk=True),
    "known words": Place("/desk/words", desk=True),
    "issues": Place("/desk/issues", desk=True),
    "special issue": Place("/desk/issues/special", desk=True),
    "skipping a week": Place("/desk/issues/skipped-weeks", desk=True),
    "builder": Place("/desk/issues/2", desk=True),
    "cancelling": Place("/desk/issues/2/cancellation", desk=True),
    "test mails": Place("/desk/issues/2/test-mails", desk=True),
    "sent issue": Place("/desk/issues/1", desk=True),
    "sendings": Place("/desk/sending", desk=True),
    "sending": Place("/desk/sending/1", desk=True),
    "stop press": Place("/desk/sending/1/stop-press", desk=True),
    "correction by mail": Place("/desk/sending/1/stop-press/letter", desk=True),
    "cancelling a sending": Place("/desk/sending/mailings/1/cancellation", desk=True),
    "staff": Place("/desk/staff", desk=True),
    "settings": Place("/desk/settings", desk=True),
    "machine drafts": Place("/desk/settings/machine", desk=True),
    "settings of sending": Place("/desk/settings/sending", desk=True),
    "preflight rules": Place("/desk/settings/preflight", desk=True),
    "relays": Place("/desk/settings/relays", desk=True),
    "new relay": Place("/desk/settings/relays/new", desk=True),
    "account": Place("/desk/account", desk=True),
    "mailbox": Place("/mailbox"),
    "mail": Place("/mailbox/{mail}"),
}

PLACES = PUBLIC | DESK
