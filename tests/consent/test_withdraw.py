"""Withdrawing by a word: heard in fifteen languages, and not in what only sounds like it."""

from __future__ import annotations

import time
import unicodedata

import pytest

from socialmatch.consent.withdraw import LANGUAGES, is_withdrawal
from socialmatch.consent.withdraw_words import WORDS
from socialmatch.errors import UsageError

HEARD = {
    "en": [
        "STOP",
        "stop",
        "Stop!",
        "please stop",
        "STOP please, thanks",
        "Stop. You write too much.",
        "stop\n\nsent from my phone",
        "Hello. Please STOP",
        "UNLINK",
        "unlink my account",
        "Please unlink me!!!",
        "opt-out",
        "Opt Out now",
        "optout",
        "unsubscribe",
        "I withdraw my consent.",
        "revoke my consent",
        "stop messaging me",
        "@ExampleBrand STOP",
        "STOP @ExampleBrand",
        "\u200bSTOP\ufe0f 🛑",
        "ＳＴＯＰ",
        "𝐒𝐓𝐎𝐏",
        "...STOP...",
    ],
    "de": [
        "STOPP!",
        "Bitte abmelden",
        "Hallo! Bitte abmelden.",
        "Widerruf",
        "Ich widerrufe meine Einwilligung",
        "Verknüpfung aufheben",
    ],
    "fr": ["ARRET", "Arrêtez", "me désabonner svp", "Je retire mon consentement", "STOP s’il vous plaît"],
    "es": ["BAJA", "darme de baja, por favor", "Desvincular mi cuenta", "retiro mi consentimiento"],
    "pt": ["PARAR", "Desvincular minha conta", "quero me descadastrar, obrigado", "Retiro o meu consentimento"],
    "it": ["Basta!", "Scollega il mio account", "revoco il consenso, grazie"],
    "nl": ["Afmelden", "Ontkoppel mijn account", "Ik trek mijn toestemming in."],
    "pl": ["Koniec", "odłącz moje konto", "ODLACZ MOJE KONTO", "Proszę wypisz mnie"],
    "tr": ["İPTAL", "IPTAL", "iptal", "Bağlantıyı kaldır lütfen", "çık"],
    "ru": ["Стоп!", "отпишите меня, пожалуйста", "Отзываю своё согласие", "отзываю свое согласие"],
    "uk": ["СТОП", "відв’яжіть мій акаунт", "відв'яжіть мій акаунт, будь ласка", "Відкликаю згоду"],
    "ja": ["停止", "連携を解除してください。", "配信停止お願いします", "同意を撤回します", "ｽﾄｯﾌﾟ"],
    "zh": ["退订", "请解绑", "請取消綁定", "您好，请退订，谢谢", "TD", "撤回同意。"],
    "ko": ["수신거부", "연결 해제해 주세요", "연결해제", "동의를 철회합니다", "중지!"],
    "ar": ["إيقاف", "إلغاء الاشتراك", "الغاء الاشتراك", "توقف", "من فضلك إلغاء الربط", "أسحب موافقتي"],
}
NOT_HEARD = [
    "please don't stop",
    "Please do not stop",
    "don't unlink me",
    "please do not unsubscribe me",
    "stop?",
    "Unlink?",
    "Stop by tomorrow?",
    "Stop by our place tomorrow.",
    "Hello. Please don't stop",
    "non-stop fun",
    "Where is the bus stop",
    "I can't stop laughing",
    "it stopped working",
    "unstoppable",
    "unlinked list",
    "How do I unlink?",
    "What happens if I say stop",
    "cancel my order",
    "please cancel order 7 and send it again",
    "end of story",
    "quit smoking tips",
    "stop, look and listen",
    "nicht abmelden",
    "Wie kann ich mich abmelden?",
    "ende gut, alles gut",
    "halt die Ohren steif",
    "ne pas désabonner",
    "fin de semana",
    "alto y claro",
    "baja la música",
    "no me den de baja",
    "basta un minuto",
    "fine, thanks",
    "dur bakalım",
    "не могу остановиться",
    "стоп-кран где",
    "取消订单",
    "停止线在哪里",
    "請不要取消綁定",
    "中止になった試合はどれ",
    "解除しないでください",
    "주문 취소해 주세요",
    "정지 신호가 어디",
    "توقف القطار",
    "red",
    "",
    "   ",
    "?",
    "...",
    "🛑",
    "@ExampleBrand",
    "please",
    "thanks",
]


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, texts in HEARD.items() for text in texts])
def test_a_withdrawal_is_heard(language, text):
    assert is_withdrawal(text, [language])
    assert is_withdrawal(text, LANGUAGES)


@pytest.mark.parametrize("text", NOT_HEARD)
def test_what_only_sounds_like_it_is_not(text):
    assert not is_withdrawal(text, LANGUAGES)


def test_every_language_is_tested_and_there():
    assert set(HEARD) == set(LANGUAGES) == set("ar de en es fr it ja ko nl pl pt ru tr uk zh".split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_heard_in_every_case_and_spelling(language):
    for phrase in (*WORDS[language].messages, *WORDS[language].commands):
        for text in (
            phrase,
            phrase.upper(),
            phrase.title(),
            f"{phrase}!",
            f" {phrase} ",
            unicodedata.normalize("NFD", phrase),
        ):
            assert is_withdrawal(text, [language]), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_is_heard_before_other_words_and_a_message_is_not(language):
    for phrase in WORDS[language].commands:
        assert is_withdrawal(f"{phrase} 123", [language]), phrase
    for phrase in set(WORDS[language].messages):
        assert not is_withdrawal(f"{phrase} 123", [language]), phrase


def test_only_configured_languages_and_english_are_heard():
    assert is_withdrawal("abmelden", ["de"])
    assert not is_withdrawal("abmelden", ["fr"])
    assert is_withdrawal("STOP", ["ja"])
    assert is_withdrawal("unlink", [])


def test_tags_are_read_by_their_language():
    assert is_withdrawal("desvincular minha conta", ["pt-BR"])
    assert is_withdrawal("解除綁定", ["zh_Hant_TW"])
    assert is_withdrawal("abmelden", ["DE"])


def test_an_unknown_language_is_refused():
    for languages, code in ((["en", "tlh"], "unknown_language"), ("en", "languages")):
        with pytest.raises(UsageError) as raised:
            is_withdrawal("STOP", languages)
        assert raised.value.code == code


@pytest.mark.parametrize("piece", ["@", "please ", ".", "stop ", "@a.", "\u0301"], ids=ascii)
def test_no_message_takes_long(piece):
    text = piece * 10**6
    began = time.process_time()
    is_withdrawal(text, LANGUAGES)
    assert time.process_time() - began < 2


def test_a_word_behind_a_long_message_begins_nothing():
    assert not is_withdrawal("x" * 5_000 + " stop", LANGUAGES)
    assert is_withdrawal("unlink " + "x" * 5_000, LANGUAGES)
