"""The life of a link and its end, side by side, step after step.

A step is a function in the module of its journey, ``step(case, tools) -> case``; :mod:`socialmatch.journeys.verbs`
takes the steps and commits. ``docs/life-of-a-handle.md`` follows one handle through all of them.
"""

from typing import Final

from socialmatch.journeys.answer import (
    check_consent,
    find_candidates,
    find_confirmed_link,
    find_settling_facts,
    give_answer,
    keep_permitted,
    read_profile,
)
from socialmatch.journeys.invite import (
    check_login,
    count_asking,
    issue_for_account,
    only_a_customer,
    open_invitation,
    read_account,
)
from socialmatch.journeys.inviting import check_invitable, issue_for_profile
from socialmatch.journeys.link import (
    agree_one_way,
    burn_if_public,
    check_account,
    check_binding,
    check_conflict,
    check_sender,
    claim_once,
    decline_once,
    lift_suppression,
    queue_crm_link,
    record_consent,
    record_link,
    tell_both_sides,
    use_token_once,
)
from socialmatch.journeys.revoke import (
    burn_tokens,
    end_links,
    forget_derived,
    mark_suppressed,
    queue_crm_unlink,
    read_subject,
    record_withdrawal,
    tell_sides,
)
from socialmatch.journeys.sign_in import check_provider, check_session, check_sign_in, claim_by_sign_in
from socialmatch.journeys.token import count_try, only_the_customer, read_token

# Which account is this profile, and may we know?
ANSWER_STEPS: Final = (read_profile, find_confirmed_link, check_consent, find_candidates, keep_permitted, give_answer)
EXPLAIN_STEPS: Final = (*ANSWER_STEPS[:-1], find_settling_facts, give_answer)

# A customer who is signed in asks for a code; somebody asks a profile to come and do so.
ASK_STEPS: Final = (only_a_customer, check_login, count_asking, read_account, open_invitation, issue_for_account)
INVITE_STEPS: Final = (check_invitable, issue_for_profile)

# The code was seen: in a direct message, or where everybody can read it.
REDEEM_STEPS: Final = (only_the_customer, count_try, read_token, check_sender, claim_once)
BURN_STEPS: Final = (read_token, burn_if_public)

# A customer who is signed in goes to the platform to sign in there, too.
SIGN_IN_ASK_STEPS: Final = (only_a_customer, check_login, count_asking, read_account)

# The customer was shown who sent it, and agrees; or does not.
_MAKE_LINK: Final = (
    check_account,
    check_conflict,
    use_token_once,
    lift_suppression,
    record_consent,
    record_link,
    queue_crm_link,
    tell_both_sides,
)
LINK_STEPS: Final = (only_the_customer, read_token, check_binding, *_MAKE_LINK)
SIGN_IN_STEPS: Final = (
    only_the_customer,
    check_provider,
    read_token,
    check_session,
    check_sign_in,
    claim_by_sign_in,
    *_MAKE_LINK,
)
DECLINE_STEPS: Final = (only_the_customer, read_token, check_binding, decline_once)

# Where the policy asks for no more than one direction, the message is the answer.
ONE_WAY_STEPS: Final = (*REDEEM_STEPS, agree_one_way, *_MAKE_LINK)

# Somebody takes it back: whoever passes it on, and wherever they said it.
REVOKE_STEPS: Final = (
    read_subject,
    record_withdrawal,
    end_links,
    tell_sides,
    burn_tokens,
    forget_derived,
    mark_suppressed,
    queue_crm_unlink,
)
