"""Sign-in, one's own account, and the list of staff."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter import tokens
from newsletter.background import enqueue
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import accounts, sessions
from newsletter.staff.forms import AccountForm, LostForm, PasswordForm, SignInForm, StaffForm
from newsletter.staff.guards import admins, by_token, desk, me, public
from newsletter.staff.models import Role, Staff, record
from newsletter.tokens import Purpose
from newsletter.web import limiter

blueprint = Blueprint("staff", __name__, url_prefix="/desk")

LINKS = {"sign-in": Purpose.SIGN_IN, "invitation": Purpose.INVITATION}


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return render_template("staff/sign_in.html", form=SignInForm(), next=_next())


@blueprint.post("/sign-in")
@limiter.limit("20 per 15 minutes; 100 per day")
@limiter.limit("10 per 15 minutes", key_func=lambda: "handle:" + request.form.get("handle", "").strip().lower())
@public
def check_sign_in() -> ResponseReturnValue:
    form = SignInForm()
    staff = accounts.authenticated(form.handle.data or "", form.password.data or "") if form.validate() else None
    if staff is None:
        flash(_("Handle and password don’t belong together. Check both, or ask an administrator for a link."), "bad")
        return render_template("staff/sign_in.html", form=form, next=_next()), 422
    sessions.start(staff)
    record(staff.handle, "staff.signed_in", staff.handle)
    db.session.commit()
    return redirect(_next() or url_for("planning.week"))


@blueprint.get("/sign-in/lost")
@public
def lost() -> ResponseReturnValue:
    return render_template("staff/lost.html", form=LostForm(), sent=False)


@blueprint.post("/sign-in/lost")
@limiter.limit("5 per 15 minutes")
@public
def send_link() -> ResponseReturnValue:
    """The same work and the same answer whether there is such an account or not."""
    form = LostForm()
    if not form.validate():
        return render_template("staff/lost.html", form=form, sent=False), 422
    staff = accounts.by_handle(form.handle.data or "")
    enqueue("send_recovery", staff.id if staff else 0)
    db.session.commit()
    return render_template("staff/lost.html", form=form, sent=True)


@blueprint.get("/link/<any('sign-in', invitation):kind>/<token>")
@by_token
def link(kind: str, token: str) -> ResponseReturnValue:
    """Scanners open links, so opening one uses nothing up; the button does."""
    try:
        tokens.read(LINKS[kind], token)
    except tokens.BadToken:
        return render_template("staff/link_expired.html"), 410
    return render_template("staff/link.html", kind=kind, token=token, form=PasswordForm())


@blueprint.post("/link/<any('sign-in', invitation):kind>/<token>")
@limiter.limit("20 per 15 minutes")
@by_token
def use_link(kind: str, token: str) -> ResponseReturnValue:
    form = PasswordForm()
    if kind == "invitation" and not form.validate():
        return render_template("staff/link.html", kind=kind, token=token, form=form), 422
    try:
        staff = accounts.redeem(LINKS[kind], token)
    except tokens.BadToken:
        db.session.rollback()
        return render_template("staff/link_expired.html"), 410
    if kind == "invitation":
        staff.set_password(form.password.data or "")
    sessions.start(staff)
    record(staff.handle, "staff.signed_in", staff.handle, by_link=kind)
    db.session.commit()
    return redirect(url_for("planning.week"))


@blueprint.get("/speak/<language:language>")
@public
def speak(language: Language) -> ResponseReturnValue:
    """The desk in another language, in this browser."""
    response = redirect(_next() or url_for("staff.sign_in"))
    response.set_cookie("language", language, max_age=31_536_000, httponly=True, samesite="Lax")
    return response


@blueprint.post("/sign-out")
@desk
def sign_out() -> ResponseReturnValue:
    sessions.end()
    db.session.commit()
    flash(_("You are signed out."), "good")
    return redirect(url_for("staff.sign_in"))


@blueprint.get("/account")
@desk
def account() -> ResponseReturnValue:
    return _account_page(AccountForm(obj=me), PasswordForm())


@blueprint.post("/account")
@desk
def save_account() -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate():
        return _account_page(form, PasswordForm()), 422
    me.name, me.language = form.name.data or "", Language(form.language.data)
    if form.new_address.data:
        try:
            accounts.change_address(db.session.get_one(Staff, me.id), form.new_address.data)
        except accounts.AddressTaken:
            db.session.rollback()
            form.new_address.errors = [_("There is an account with this address already.")]
            return _account_page(form, PasswordForm()), 422
    db.session.commit()
    flash(_("Saved."), "good")
    response = redirect(url_for("staff.account"))
    response.delete_cookie("language")
    return response


@blueprint.post("/account/password")
@desk
def save_password() -> ResponseReturnValue:
    """A new password signs every other browser out."""
    form = PasswordForm()
    if not form.validate():
        return _account_page(AccountForm(obj=me), form), 422
    staff = db.session.get_one(Staff, me.id)
    staff.set_password(form.password.data or "")
    sessions.revoke(staff)
    sessions.start(staff)
    record(staff.handle, "staff.password_changed", staff.handle)
    db.session.commit()
    flash(_("The password is changed, and every other browser is signed out."), "good")
    return redirect(url_for("staff.account"))


@blueprint.post("/account/sessions/<int:session_id>/end")
@desk
def end_session(session_id: int) -> ResponseReturnValue:
    sessions.revoke(me, session_id=session_id)
    db.session.commit()
    flash(_("That browser is signed out."), "good")
    return redirect(url_for("staff.account"))


@blueprint.get("/staff")
@admins
def index() -> ResponseReturnValue:
    return _staff_page(StaffForm())


@blueprint.post("/staff")
@admins
def invite() -> ResponseReturnValue:
    form = StaffForm()
    if not form.validate():
        return _staff_page(form), 422
    try:
        staff = accounts.invite(
            handle=form.handle.data or "",
            name=form.name.data or "",
            role=Role(form.role.data),
            address=form.address.data or "",
            by=me.handle,
        )
    except accounts.HandleTaken:
        form.handle.errors = [_("Somebody has this handle already. Choose another.")]
        return _staff_page(form), 422
    except accounts.AddressTaken:
        form.address.errors = [_("There is an account with this address already.")]
        return _staff_page(form), 422
    db.session.commit()
    flash(_("%(name)s is invited: a mail with a link is on its way.", name=staff.name), "good")
    return redirect(url_for("staff.index"))


@blueprint.post("/staff/<int:staff_id>/invitation")
@admins
def invite_again(staff_id: int) -> ResponseReturnValue:
    staff = _found(staff_id)
    record(me.handle, "staff.invited_again", staff.handle)
    enqueue("send_invitation", staff.id)
    db.session.commit()
    flash(_("A new link is on its way to %(name)s.", name=staff.name), "good")
    return redirect(url_for("staff.index"))


@blueprint.post("/staff/<int:staff_id>/active")
@admins
def set_active(staff_id: int) -> ResponseReturnValue:
    """Closing an account ends its sessions at once; the last administrator can't be shut out."""
    staff = _found(staff_id)
    if staff.id == me.id:
        flash(_("You can’t close your own account; another administrator can."), "bad")
        return redirect(url_for("staff.index"))
    staff.active = request.form.get("active") == "yes"
    sessions.revoke(staff)
    record(me.handle, "staff.reopened" if staff.active else "staff.closed", staff.handle)
    db.session.commit()
    return redirect(url_for("staff.index"))


def _found(staff_id: int) -> Staff:
    return db.session.get(Staff, staff_id) or abort(404)


def _staff_page(form: StaffForm) -> str:
    everybody = db.session.scalars(sa.select(Staff).order_by(Staff.active.desc(), Staff.handle)).all()
    return render_template("staff/index.html", form=form, everybody=everybody)


def _account_page(form: AccountForm, password: PasswordForm) -> str:
    return render_template("staff/account.html", form=form, password=password, current_session=sessions.current_id())


def _next() -> str:
    """Where to go after signing in: a path of ours, or nothing."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    ours = (
        target.startswith("/desk")
        and not (parts.scheme or parts.netloc)
        and "\\" not in target
        and target.isprintable()
    )
    return target if ours else ""
