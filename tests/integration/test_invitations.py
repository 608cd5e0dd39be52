"""Invitations by mail: whose link works, for how long, and how often: once."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Self

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.accounts.domain import token_hash
from subsidy.applications import queries, service
from subsidy.applications.domain.invitations import MOST_MAILS, LinkState, state_of
from subsidy.applications.models import InvitationMail, Partner
from subsidy.cli import work
from subsidy.core.errors import RefusedError
from subsidy.workflow import OutboxMessage
from tests.factories import member, municipality
from tests.support.applications import DURING, Consortium, Town, draft, published_call, town

WEEK = timedelta(days=7)
INSTANT = timedelta(milliseconds=1)
AT_ONCE = 20
ADDRESSEE = service.Addressee("Jan Jansens", "Jan.Jansens@Ninove.example")


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return " ".join(str(refusal.text) for refusal in refused.value.refusals)


def links(session: Session) -> list[str]:
    """Return the tokens that stand in the outbox, the oldest first."""
    found = select(OutboxMessage.mail_path).where(OutboxMessage.mail_path != "")
    return [path.rsplit("/", 1)[-1] for path in session.scalars(found.order_by(OutboxMessage.id))]


def mail_of(session: Session, token: str) -> InvitationMail:
    found = queries.invitation_mail(session, token)
    assert found is not None
    session.refresh(found)
    return found


def invited(session: Session) -> tuple[Consortium, Town, Partner]:
    made = draft(session, published_call(session), "Aalst")
    guest = town(session, "Ninove")
    return made, guest, service.invite(session, made.lead.actor, made.record, guest.organisation)


def test_each_known_contact_receives_a_link_of_its_own(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    ninove = municipality(session, "Ninove")
    people = {member(session, ninove).id for _ in range(3)}

    service.invite(session, made.lead.actor, made.record, ninove)

    told = session.scalars(select(OutboxMessage).where(OutboxMessage.mail_path != "")).all()
    assert {one.person_id for one in told} == people
    assert len(set(links(session))) == 3
    assert {one.path for one in told} == {f"/aanvragen/{made.record.public_id}"}


def test_the_database_keeps_a_hash_and_the_outbox_only_until_the_mail_is_sent(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _, _ = invited(session)
    (token,) = links(session)
    sent: list[str] = []

    class Server:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def send_message(self, mail: EmailMessage) -> None:
            sent.append(mail.get_content())

    assert mail_of(session, token).token_hash == token_hash(token)
    monkeypatch.setattr(work, "_reached", lambda _url: Server())
    factory = sessionmaker(session.connection(), join_transaction_mode="create_savepoint")
    while work.deliver(factory, "", "https://loket.example"):
        pass

    session.expire_all()
    assert any(f"https://loket.example/uitnodigingen/{token}" in mail for mail in sent)
    assert links(session) == []
    for table in (InvitationMail, OutboxMessage):
        rows = session.execute(select(table.__table__)).all()
        assert rows
        assert token not in str(rows)
    assert made.record.number


def test_a_link_works_once(session: Session) -> None:
    _, guest, _ = invited(session)
    (token,) = links(session)

    service.open_link(session, guest.actor, mail_of(session, token))
    mail = mail_of(session, token)
    assert (mail.used_by_id, mail.used_at) == (guest.person.id, DURING)

    with pytest.raises(RefusedError) as refused:
        service.open_link(session, guest.actor, mail)
    assert "opened this link already" in reasons(refused)


@pytest.mark.parametrize(
    ("after", "works"),
    [(timedelta(0), True), (WEEK - INSTANT, True), (WEEK, False), (WEEK + INSTANT, False)],
)
def test_a_link_works_for_seven_days(session: Session, after: timedelta, *, works: bool) -> None:
    _, guest, _ = invited(session)
    (token,) = links(session)
    late = guest.at(DURING + after)

    if works:
        service.open_link(session, late, mail_of(session, token))
        return
    with pytest.raises(RefusedError) as refused:
        service.open_link(session, late, mail_of(session, token))
    assert "seven days" in reasons(refused)


def test_a_link_of_another_organisation_opens_nothing_and_stays_unused(session: Session) -> None:
    made, _, _ = invited(session)
    (token,) = links(session)
    stranger = town(session, "Gent")

    for other in (stranger.actor, made.lead.actor):
        with pytest.raises(RefusedError) as refused:
            service.open_link(session, other, mail_of(session, token))
        assert "another organisation" in reasons(refused)
        assert made.record.number not in reasons(refused)

    assert mail_of(session, token).used_at is None


def test_sending_again_ends_the_earlier_link(session: Session) -> None:
    made, guest, partner = invited(session)
    (first,) = links(session)

    assert service.send_again(session, made.lead.actor, made.record, partner) == 1

    _, second = links(session)
    with pytest.raises(RefusedError) as refused:
        service.open_link(session, guest.actor, mail_of(session, first))
    assert "newer mail" in reasons(refused)
    service.open_link(session, guest.actor, mail_of(session, second))


def test_somebody_who_is_named_receives_a_mail_without_an_account(session: Session) -> None:
    made, guest, partner = invited(session)

    service.send_to(session, made.lead.actor, made.record, partner, ADDRESSEE)

    letter = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert letter is not None
    assert (letter.person_id, letter.address) == (None, "jan.jansens@ninove.example")
    assert work.composed(letter, letter.address, "https://l.example")["To"] == letter.address
    service.open_link(session, guest.actor, mail_of(session, links(session)[-1]))


@pytest.mark.parametrize("email", ["", "jan", "jan@x.be\nBcc: all@x.be", "a" * 250 + "@x.be"])
def test_a_mail_goes_to_an_address_only(session: Session, email: str) -> None:
    made, _, partner = invited(session)
    before = links(session)

    with pytest.raises(RefusedError):
        service.send_to(
            session, made.lead.actor, made.record, partner, service.Addressee("Jan", email)
        )

    assert links(session) == before


@pytest.mark.parametrize("how", ["withdrawn", "accepted", "refused"])
def test_when_the_invitation_is_over_no_link_works_any_more(session: Session, how: str) -> None:
    made, guest, partner = invited(session)
    (token,) = links(session)
    if how == "withdrawn":
        service.withdraw_invitation(session, made.lead.actor, made.record, partner)
    else:
        service.answer(session, guest.actor, made.record, accept=how == "accepted")

    assert state_of(mail_of(session, token), DURING) is LinkState.WITHDRAWN
    with pytest.raises(RefusedError):
        service.open_link(session, guest.actor, mail_of(session, token))


def test_who_answered_is_mailed_no_more(session: Session) -> None:
    made, guest, partner = invited(session)
    service.answer(session, guest.actor, made.record, accept=True)

    with pytest.raises(RefusedError) as again:
        service.send_again(session, made.lead.actor, made.record, partner)
    with pytest.raises(RefusedError) as named:
        service.send_to(session, made.lead.actor, made.record, partner, ADDRESSEE)

    assert "No mail is needed" in reasons(again)
    assert "No mail is needed" in reasons(named)


def test_nobodys_mail_box_is_flooded(session: Session) -> None:
    made, _, partner = invited(session)

    for _ in range(MOST_MAILS - 1):
        service.send_again(session, made.lead.actor, made.record, partner)

    with pytest.raises(RefusedError) as refused:
        service.send_again(session, made.lead.actor, made.record, partner)
    assert "at most" in reasons(refused)
    mails = select(func.count()).select_from(InvitationMail)
    assert session.scalar(mails) == MOST_MAILS
