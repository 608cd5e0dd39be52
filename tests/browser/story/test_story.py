"""The whole story in a real browser: from a draft call to letters, and a round without a jury."""

import pytest

from tests.browser.story import (
    act_1_call,
    act_3_application,
    act_4_signatures,
    act_6_jury,
    act_8_decision,
    act_10_round,
)
from tests.browser.story.act_1_call import CLOSES, OPENS
from tests.browser.story.stage import Stage

pytestmark = pytest.mark.browser


def test_the_story_from_a_call_to_the_letters(stage: Stage) -> None:
    call = act_1_call.write(stage)
    act_1_call.publish(stage, call)
    application = act_3_application.begin(stage, call, OPENS)
    act_3_application.fill_in(stage, application)
    act_4_signatures.sign(stage, application)
    number = act_4_signatures.submit(stage, application, CLOSES, "14/11/2022 11:59")
    act_6_jury.admit(stage, call, number, CLOSES)
    act_6_jury.seat(stage, call)
    act_6_jury.judge(stage)
    decision = act_8_decision.select(stage, call)
    act_8_decision.approve(stage, call, decision)
    act_8_decision.read(stage, decision)
    act_8_decision.add_up(stage)
    round_ = act_10_round.open_round(stage)
    claim = act_10_round.claim(stage, round_)
    act_10_round.decide(stage, round_, claim)
    act_10_round.do_the_sum(stage, round_, claim)
    assert stage.watch.faults == {}
