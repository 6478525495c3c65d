"""The command that finds what no test notices: what it changes, and what it leaves alone."""

from __future__ import annotations

import ast

from mutate import mutants

SOURCE = '''
@dataclass(frozen=True)
class Rule:
    """Words."""

def allowed(age: int, asked: bool) -> bool:
    if age < 16 and not asked:
        raise ConsentError("too young", code=1)
    return age + 1 in (16, 17)
'''


def test_every_rule_is_changed_and_words_are_not():
    found = {change.split("  ->  ")[0] for _, change, _ in mutants(SOURCE)}
    assert {"age < 16 and (not asked)", "age < 16", "not asked", "age + 1 in (16, 17)", "16", "1"} <= found
    assert not any("too young" in one or "frozen" in one for one in found)


def test_every_mutant_is_another_program_and_the_source_is_as_it_was():
    whole = ast.unparse(ast.parse(SOURCE))
    texts = [text for _, _, text in mutants(SOURCE)]
    assert len(texts) > 10
    assert all(ast.parse(text) and text != whole for text in texts)
