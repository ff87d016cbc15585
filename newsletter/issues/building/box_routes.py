"""The issue desk: what an issue carries beside its entries."""

from flask import abort
from flask.typing import ResponseReturnValue

from newsletter.db import db
from newsletter.issues import routes
from newsletter.issues.building import builder, steps
from newsletter.issues.building.acts import Act
from newsletter.issues.building.box_forms import sent_form
from newsletter.issues.building.page import builder_page
from newsletter.issues.models import BoxKind
from newsletter.staff.guards import editors, me

blueprint = routes.blueprint


@blueprint.post("/<int:number>/boxes/<kind>")
@editors
def put_box(number: int, kind: str) -> ResponseReturnValue:
    issue, of = routes.found(number), _kind(kind)
    form = sent_form(of, issue)
    if not form.validate():
        return builder_page(issue, box=form), 422
    act = Act.BOX_CHANGED if builder.box_of(issue, of) else Act.BOX_ADDED
    with steps.step(issue, act, of, by=me.handle):
        builder.put_box(issue, of, **form.facts)
    db.session.commit()
    return routes.back(issue)


@blueprint.post("/<int:number>/boxes/<kind>/delete")
@editors
def remove_box(number: int, kind: str) -> ResponseReturnValue:
    issue, of = routes.found(number), _kind(kind)
    box = builder.box_of(issue, of) or abort(404)
    with steps.step(issue, Act.BOX_REMOVED, of, by=me.handle):
        builder.remove_box(issue, box)
    db.session.commit()
    return routes.back(issue)


def _kind(name: str) -> BoxKind:
    return BoxKind(name) if name in set(BoxKind) else abort(404)
