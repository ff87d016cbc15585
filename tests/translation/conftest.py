"""What several tests of translations stand on."""

import pytest

from newsletter.commentaries import writing
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.translation.bringing import SOURCE, save


@pytest.fixture
def text(sign_in: SignIn) -> Text:
    staff = sign_in(Role.TRANSLATOR)
    commentary = factories.commentary(languages=(Language.EN,), approved=False)
    source = commentary.texts[Language.EN]
    save(source, factories.document(*SOURCE), staff)
    text = writing.take(commentary, Language.BE, staff)
    db.session.commit()
    return text
