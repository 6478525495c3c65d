"""The kit is tested as a tripwire: the reference adapter passes, and every way of being wrong trips one test of it."""

from __future__ import annotations

import pytest

import crm_mutants
import crm_web_mutants

# Imported here so that the runs inside find the modules loaded, and leave them loaded.
import socialmatch.testing.adapters  # noqa: F401
from socialmatch.crm.memory import MemoryCrm

pytest_plugins = ["pytester"]

KILLED_BY = {
    "SkipsTheLastPage": "test_d_every_account_comes_once",
    "StopsAfterOnePage": "test_d_every_account_comes_once",
    "PagesByOffset": "test_d_a_page_that_shrinks_loses_nobody",
    "AfterInsteadOfAtOrAfter": "test_e_since_is_inclusive",
    "IgnoresSince": "test_e_old_accounts_do_not_come",
    "RoundsSinceUp": "test_e_since_is_inclusive",
    "HasNoOverlap": "test_e_the_overlap_is_read_again",
    "LosesTheMoment": "test_e_since_is_inclusive",
    "SwallowsARemoveError": "test_i_a_removal_that_fails_says_so",
    "SwallowsAWriteError": "test_i_a_write_that_fails_says_so",
    "RaisesTheAssurance": "test_a_what_a_link_is_worth_is_kept_or_left_out",
    "ShiftsTheMoment": "test_a_what_a_link_is_worth_is_kept_or_left_out",
    "RemovesNothing": "test_a_a_removed_link_is_gone_and_others_stay",
    "RemovesAllOfTheAccount": "test_a_a_removed_link_is_gone_and_others_stay",
    "RemovesTheCustomerToo": "test_i_a_withdrawal_does_not_erase_the_customer",
    "RemoveOfAbsentFails": "test_b_remove_twice_is_fine",
    "RemovesOnTheOldAccountOnly": "test_f_a_withdrawal_follows_a_merge",
    "ForgetsIdempotencyKeys": "test_c_same_key_other_link_is_a_conflict",
    "KeepsTheOldHandle": "test_b_a_new_handle_is_the_same_link",
    "LinksToNobody": "test_a_a_link_needs_its_account",
    "FoldsIds": "test_g_ids_that_look_alike_are_different",
    "DropsTheScope": "test_g_ids_that_look_alike_are_different",
    "ReadsIdsAsNumbers": "test_g_ids_and_handles_of_a_link",
    "CutsLongTexts": "test_g_texts_of_an_account",
    "SaysNoneInWords": "test_g_unknown_is_empty",
    "GivesAnybody": "test_a_an_absent_account_is_none",
    "FoldsTheIdsOfAccounts": "test_g_accounts_that_look_alike_are_different",
    "WritesToWhoLooksAlike": "test_g_links_of_accounts_that_look_alike",
    "ErasesWhoLooksAlike": "test_g_nobody_is_erased_who_looks_alike",
    "KeepsTheDeleted": "test_f_a_deleted_account_is_not_there",
    "TellsNoDeletions": "test_f_deletions_are_told",
    "TurnsMergesRound": "test_f_merges_are_told",
    "FindsByPrefix": "test_a_find",
    "TrustsThe204": "test_i_erased_is_what_a_read_back_says",
    "EraseOfAbsentFails": "test_i_erase_twice_is_fine",
    "NamesPeopleInErrors": "test_j_errors_and_logs_name_nobody",
    "ShowsItsAddress": "test_j_repr_shows_only_the_name",
    "ClaimsWhatItHasNot": "test_k_every_power_is_graded",
    "StatesAnotherVersion": "test_k_the_interface_version_is_stated",
    "WritesThoughItSaysItCannot": "test_k_a_power_that_is_not_there_is_refused",
    "ErasesThoughItSaysItCannot": "test_k_a_power_that_is_not_there_is_refused",
    "IgnoresThe429": "test_h_nothing_goes_out_before_the_moment_that_was_named",
    "TriesForEver": "test_h_trouble_that_stays_comes_to_an_end",
    "TriesManyTimesItself": "test_h_trouble_that_stays_comes_to_an_end",
    "GivesUpAtOnce": "test_h_trouble_that_passes_is_passed_over",
    "TakesTroubleForTheEnd": "test_h_trouble_that_passes_is_passed_over",
    "TakesA401ForTheEnd": "test_h_a_spoilt_answer_is_never_the_whole",
    "TakesAStuckCursorForTheEnd": "test_h_a_spoilt_answer_is_never_the_whole",
    "TakesATimeoutForDone": "test_h_a_write_that_cannot_be_done_says_so",
    "SaysRefusedWhenOutOfReach": "test_h_a_write_that_cannot_be_done_says_so",
    "NamesPeopleInTrouble": "test_h_trouble_that_stays_comes_to_an_end",
    "TravelsWithItsPassword": "test_l_an_adapter_stays_where_it_was_opened",
    "GivesWhatCannotTravel": "test_l_accounts_can_be_sent",
    "KeepsTheCallInItself": "test_m_each_thread_gets_what_it_asked_for",
    "KeepsItsCursorInItself": "test_m_two_readers_do_not_disturb_each_other",
    "LosesWritesOfOtherThreads": "test_m_no_write_undoes_another",
}


KILLED_OVER_HTTP_BY = {
    "FollowsForeignAddresses": "test_h_nobody_else_is_asked",
    "FollowsRedirects": "test_h_nobody_else_is_asked",
    "PostsWithoutLooking": "test_h_a_write_that_met_trouble_is_done_once",
    "TakesAWebPageForTheEnd": "test_h_a_spoilt_answer_is_never_the_whole",
    "TakesABrokenAnswerForTheEnd": "test_h_a_spoilt_answer_is_never_the_whole",
    "DoesNotReadHeaderLines": "test_h_nothing_goes_out_before_the_moment_that_was_named",
    "ReadsNoDates": "test_h_nothing_goes_out_before_the_moment_that_was_named",
    "IgnoresTheReset": "test_h_nothing_goes_out_before_the_moment_that_was_named",
    "TakesA429ForARefusal": "test_h_trouble_that_passes_is_passed_over",
    "TakesA502ForARefusal": "test_h_trouble_that_passes_is_passed_over",
    "TakesA401ForNobody": "test_h_a_spoilt_answer_is_never_the_whole",
    "DeletesWhateverTheAnswer": "test_h_a_spoilt_answer_is_no_proof_of_a_write",
    "WritesWhateverTheAnswer": "test_h_a_spoilt_answer_is_no_proof_of_a_write",
    "RepeatsWhatTheCrmSaid": "test_h_trouble_that_stays_comes_to_an_end",
    "ReadsTheSystemClock": "test_n_a_recording_names_nobody_and_plays_again",
    "TriesAgainByItself": "test_h_trouble_that_stays_comes_to_an_end",
    "TakesNoListForAnEmptyOne": "test_h_a_spoilt_answer_is_never_the_whole",
    "TakesMaintenanceForTheEnd": "test_h_a_spoilt_answer_is_never_the_whole",
    "TakesMaintenanceForNoLinks": "test_h_a_spoilt_answer_is_no_proof_of_a_write",
    "ListsNobodyWhereNothingIsSaid": "test_h_a_spoilt_answer_is_never_the_whole",
}

_ONE_CLASS = """
class Test{mutant}(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return {peer}({module}.{mutant})
"""
_IN_MEMORY = ("crm_mutants", "from crm_peers import MemoryPeer", "MemoryPeer", KILLED_BY)
_OVER_HTTP = ("crm_web_mutants", "from test_deskline import DesklinePeer", "DesklinePeer", KILLED_OVER_HTTP_BY)


def _mutants(module, base):
    return {name for name, one in vars(module).items() if isinstance(one, type) and issubclass(one, base)}


def test_every_mutant_is_listed():
    assert _mutants(crm_mutants, MemoryCrm) - {"MemoryCrm"} == set(KILLED_BY)
    assert _mutants(crm_web_mutants, crm_web_mutants.Deskline) - {"Deskline"} == set(KILLED_OVER_HTTP_BY)


@pytest.mark.parametrize(("module", "peers", "peer", "killed_by"), [_IN_MEMORY, _OVER_HTTP], ids=["memory", "http"])
def test_the_kit_kills_every_mutant(pytester, monkeypatch, record_property, module, peers, peer, killed_by):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    head = f"import pytest, {module}\n{peers}\nfrom socialmatch.testing.adapters import AdapterConformance\n"
    classes = [_ONE_CLASS.format(mutant=mutant, module=module, peer=peer) for mutant in killed_by]
    path = pytester.makepyfile(head + "".join(classes))
    chosen = [f"{path.name}::Test{mutant}::{test}" for mutant, test in killed_by.items()]
    reports = pytester.inline_run("-p", "no:cacheprovider", *chosen).getreports("pytest_runtest_logreport")
    killed = {report.nodeid.split("::")[1].removeprefix("Test") for report in reports if report.failed}
    broken = {report.nodeid for report in reports if report.failed and report.when != "call"}
    record_property("mutants killed", f"{len(killed)} of {len(killed_by)}")
    assert killed == set(killed_by)
    assert not broken
