"""Saving what an organisation says of itself, and confirming its account.

The organisation fills in, the agency confirms: an account that money goes to always has two sides.
What is noted of it in the log of acts never names the account.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from subsidy.core.errors import refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.organisations import queries
from subsidy.organisations.domain.accounts import iban_of
from subsidy.organisations.domain.profile import (
    CODES,
    KEPT_FOR,
    LABELS,
    PEOPLE,
    TEXTS,
    Profile,
    differences,
    telephone_of,
    unfit,
)
from subsidy.organisations.models import ConfirmedAccount, Organisation, OrganisationProfile
from subsidy.organisations.queries import Kept
from subsidy.policy import Action, Actor
from subsidy.workflow import audit, tell


def save_profile(
    session: Session, actor: Actor, found: Kept, typed: Profile, seen: int
) -> OrganisationProfile:
    """Replace a profile. ``seen``: the version that was on the screen."""
    tidy = tidied(typed)
    refuse_if(unfit(tidy))
    now = _locked(session, found)
    changed = differences(now.profile, tidy)
    if now.version != seen and changed:
        what = tuple(Text(LABELS[name]) for name in changed)
        text = Text(
            "Somebody saved this profile on %(at)s. It differs from yours in: %(what)s. "
            "Copy your text and open the page again.",
            at=_at(now),
            what=what,
        )
        raise refuse(text)
    row = now.stored
    if row is None:
        row = OrganisationProfile(organisation_id=found.organisation.id, version=0)
        session.add(row)
    for name in TEXTS:
        setattr(row, name, getattr(tidy, name))
    row.codes = {name: [member.value for member in getattr(tidy, name)] for name in CODES}
    row.version = now.version + 1
    row.saved_at, row.saved_by_id = actor.now, actor.id
    session.flush()
    audit(session, actor, Action.EDIT_PROFILE, found.organisation, reason=", ".join(changed))
    return row


def _at(now: Kept) -> object:
    return None if now.stored is None else now.stored.saved_at


def _locked(session: Session, found: Kept) -> Kept:
    """Let no other change of this profile in between, and read it as it stands now."""
    organisation = found.organisation
    session.execute(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    )
    now = queries.kept(session, organisation.public_id)
    return found if now is None else now


def tidied(typed: Profile) -> Profile:
    """Return a profile as it is stored: plain texts, a number with its country."""
    texts = {name: clean(getattr(typed, name)) for name in TEXTS}
    texts["iban"] = iban_of(typed.iban)
    if texts["telephone"]:
        texts["telephone"] = telephone_of(texts["telephone"])
    return replace(typed, **texts)  # type: ignore[arg-type]  # names of texts only


def confirm_account(session: Session, actor: Actor, found: Kept, seen: int) -> ConfirmedAccount:
    """Put the account of a profile on file. ``seen``: the version that was on the screen."""
    now = _locked(session, found)
    if now.version != seen:
        raise refuse(Text("Somebody changed the profile meanwhile. Read the account again."))
    account = now.profile.account
    if now.stored is not None and now.stored.saved_by_id == actor.id:
        raise refuse(Text("You filled in this account yourself. A colleague confirms it."))
    if not now.to_confirm:
        raise refuse(Text("There is no account that must still be confirmed."))
    row = ConfirmedAccount(
        organisation_id=found.organisation.id,
        iban=account.iban,
        account_holder=account.holder,
        confirmed_at=actor.now,
        confirmed_by_id=actor.id,
    )
    session.add(row)
    session.flush()
    audit(session, actor, Action.CONFIRM_ACCOUNT, found.organisation)
    _tell_confirmed(session, actor, now)
    return row


def _tell_confirmed(session: Session, actor: Actor, now: Kept) -> None:
    """Tell who saved the account; the message does not name it."""
    if now.stored is None:
        return
    organisation = now.organisation
    subject = Text("The account of %(name)s is on file", name=organisation.name)
    body = Text("Applications can name it from now on, without a letter.")
    path = f"/organisatie/{organisation.public_id}/profiel"
    tell(session, [now.stored.saved_by_id], subject, body, path=path, now=actor.now)


def forget_people(session: Session, now: datetime) -> int:
    """Erase the names and contacts that nobody saved again within their term; return how many.

    What is about the organisation itself stays. Whoever saved them is told. One conditional
    statement: who saves at this moment keeps what it saves.
    """
    columns = [getattr(OrganisationProfile, name) for name in PEOPLE]
    gone = session.execute(
        update(OrganisationProfile)
        .where(
            OrganisationProfile.saved_at <= now - KEPT_FOR,
            or_(*(column != "" for column in columns)),
        )
        .values({**dict.fromkeys(PEOPLE, ""), "version": OrganisationProfile.version + 1})
        .returning(OrganisationProfile.organisation_id, OrganisationProfile.saved_by_id)
        .execution_options(synchronize_session=False)
    ).all()
    for organisation_id, saved_by_id in gone:
        organisation = session.get_one(Organisation, organisation_id)
        subject = Text("The names in the profile of %(name)s are erased", name=organisation.name)
        body = Text("Nobody saved them again in three years. Fill in who is there now.")
        path = f"/organisatie/{organisation.public_id}/profiel"
        tell(session, [saved_by_id], subject, body, path=path, now=now)
    return len(gone)
