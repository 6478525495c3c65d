"""The words people withdraw with, by language; how they are used is in :mod:`socialmatch.consent.withdraw`.

Sources: the words carriers and messaging platforms ask senders to honour (CTIA Messaging Principles 2023; 47 CFR
64.1200(a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe), and what the same acts are called elsewhere.
Accents, case, spaces and apostrophes do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language.

    Attributes
    ----------
    messages: count as a whole sentence. commands: count at the beginning of one too.
    """

    messages: tuple[str, ...]
    commands: tuple[str, ...]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(","))


def _words(messages: str, commands: str) -> Words:
    return Words(_phrases(messages), _phrases(commands))


WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "ar": _words(
            "توقف, توقفوا, قف, أوقف, إيقاف, إلغاء, كفى",
            "إلغاء الاشتراك, إلغاء الربط, فك الربط, فك الارتباط, ألغ الاشتراك, ألغوا اشتراكي, ألغ ربط حسابي, "
            "سحب الموافقة, أسحب موافقتي, أوقفوا الرسائل",
        ),
        "de": _words(
            "stop, stopp, halt, ende, schluss, abbrechen, trennen, aufhören, widerruf, widerrufen",
            "abmelden, abbestellen, austragen, meldet mich ab, melden sie mich ab, ich widerrufe, "
            "einwilligung widerrufen, zustimmung widerrufen, ich ziehe meine einwilligung zurück, "
            "verknüpfung lösen, verknüpfung aufheben, verknüpfung trennen, konto trennen, trennt mein konto, "
            "keine nachrichten mehr, schreibt mir nicht mehr",
        ),
        "en": _words(
            "stop, stop all, stop it, stop please, quit, end, cancel, revoke, halt, remove me, forget me, disconnect, "
            "leave me alone, withdraw",
            "unlink, unsubscribe, opt out, opt me out, unsubscribe me, disconnect my account, disconnect me, "
            "remove the link, withdraw my consent, i withdraw my consent, i withdraw consent, withdraw consent, "
            "revoke my consent, i revoke my consent, revoke consent, stop messaging me, stop texting me, "
            "stop contacting me, stop writing to me, stop sending me messages, i want to unlink, i want to opt out, "
            "i want to unsubscribe, i would like to unlink, i would like to opt out",
        ),
        "es": _words(
            "stop, parar, pare, paren, alto, basta, baja, fin, cancelar, detener, revocar",
            "darme de baja, dame de baja, denme de baja, quiero darme de baja, desvincular, desvincula mi cuenta, "
            "desvincular mi cuenta, desuscribir, cancelar suscripción, retiro mi consentimiento, "
            "retirar mi consentimiento, revoco mi consentimiento, revocar mi consentimiento, no me escriban más, "
            "dejen de escribirme",
        ),
        "fr": _words(
            "stop, arrêt, arrêter, arrêtez, fin, annuler, révoquer",
            "désabonner, me désabonner, désabonnez-moi, désabonnement, désinscrire, désinscrivez-moi, désinscription, "
            "dissocier, dissocier mon compte, dissociez mon compte, délier mon compte, "
            "je retire mon consentement, retirer mon consentement, je révoque mon consentement, ne m'écrivez plus, "
            "arrêtez de m'écrire",
        ),
        "it": _words(
            "stop, basta, fermate, ferma, fermare, annulla, revoca, cancellami, cancellatemi",
            "disiscrivimi, disiscrivetemi, disiscrizione, annulla iscrizione, scollega, scollegare, "
            "scollega il mio account, scollegate il mio account, revoco il consenso, revoco il mio consenso, "
            "ritiro il consenso, ritiro il mio consenso, non scrivetemi più, non voglio più messaggi",
        ),
        "ja": _words(
            "停止, ストップ, 中止, 解除, やめて, やめてください, 停止してください, 中止してください, 解除してください, "
            "解除して, 停止して, 退会, 止めてください",
            "連携解除, 連携を解除, 連携を解除して, 連携を解除してください, 連携解除してください, 連携を解除したい, "
            "配信停止, 配信停止してください, 配信を停止してください, 登録解除, 登録を解除してください, "
            "同意を撤回, 同意を撤回します, 同意撤回, メッセージを送らないでください",
        ),
        "ko": _words(
            "중지, 정지, 중단, 그만, 그만하세요, 그만해, 해지, 취소, 탈퇴, 스톱",
            "수신거부, 수신 거부합니다, 연결 해제, 연결을 해제, 연결 해제해, 연결 해제해 주세요, 연결을 해제해 주세요, "
            "연동 해제, 연동 해제해 주세요, 연동을 해제해 주세요, 계정 연결 해제, 구독 취소, 구독 해지, "
            "동의 철회, 동의 철회합니다, 동의를 철회합니다",
        ),
        "nl": _words(
            "stop, stoppen, einde, genoeg, annuleren, intrekken",
            "afmelden, meld mij af, meld me af, uitschrijven, schrijf mij uit, schrijf me uit, ontkoppelen, "
            "ontkoppel, ontkoppel mijn account, koppel mijn account los, toestemming intrekken, "
            "ik trek mijn toestemming in, stuur mij geen berichten meer, stuur me geen berichten meer",
        ),
        "pl": _words(
            "stop, koniec, dość, anuluj, zatrzymaj, przestań, przestańcie, cofam",
            "wypisz, wypisz mnie, wypiszcie mnie, wypisuję się, rezygnuję, odłącz, odłącz moje konto, "
            "odłączcie moje konto, rozłącz konto, wycofuję zgodę, wycofuję moją zgodę, cofam zgodę, cofnij zgodę, "
            "nie piszcie do mnie",
        ),
        "pt": _words(
            "stop, parar, pare, parem, sair, fim, cancelar, chega, remover, revogar",
            "descadastrar, quero me descadastrar, cancelar inscrição, cancelar subscrição, desvincular, "
            "desvincular minha conta, desvincular a minha conta, desvinculem minha conta, retiro meu consentimento, "
            "retiro o meu consentimento, retirar consentimento, revogo meu consentimento, "
            "revogo o meu consentimento, não me escrevam mais, parem de me escrever",
        ),
        "ru": _words(
            "стоп, хватит, прекратите, прекратить, отмена, отключить, отключите, конец, отзываю",
            "отписаться, отписка, отпишите меня, отвязать, отвязать аккаунт, отвяжите аккаунт, "
            "отвяжите мой аккаунт, отключите мой аккаунт, отзываю согласие, отзываю своё согласие, "
            "отозвать согласие, не пишите мне",
        ),
        "tr": _words(
            "dur, durdur, durdurun, iptal, ret, çık, çıkış, ayrıl, bitir, yeter",
            "abonelikten çık, aboneliği iptal et, aboneliğimi iptal et, bağlantıyı kaldır, bağlantıyı kaldırın, "
            "bağlantıyı kes, hesabımın bağlantısını kaldır, hesabımın bağlantısını kaldırın, "
            "onayımı geri çekiyorum, onayımı geri alıyorum, rızamı geri alıyorum, rızamı geri çekiyorum, "
            "bana mesaj göndermeyin",
        ),
        "uk": _words(
            "стоп, годі, досить, припиніть, припинити, скасувати, відключити, відключіть, кінець, відкликаю",
            "відписатися, відписка, відпишіть мене, відв'язати, відв'язати акаунт, відв'яжіть акаунт, "
            "відв'яжіть мій акаунт, відключіть мій акаунт, відкликаю згоду, відкликаю свою згоду, відкликати згоду, "
            "не пишіть мені",
        ),
        "zh": _words(
            "停止, 取消, 停, 退出, td, 不要再发了, 不要再發了",
            "退订, 退訂, 解绑, 解綁, 解除绑定, 解除綁定, 取消绑定, 取消綁定, 取消关联, 取消關聯, 解除关联, 解除關聯, "
            "取消授权, 取消授權, 撤回同意, 撤销同意, 撤銷同意, 我撤回同意, 我要退订, 我要退訂, 我要解绑, 我要解綁, "
            "解绑我的账号, 解綁我的帳號, 不要再联系我, 不要再聯絡我",
        ),
    }
)

COURTESIES: Final = _phrases(
    "please, pls, plz, thanks, thank you, thx, kindly, hi, hello, hey, now, bitte, danke, vielen dank, hallo, jetzt, "
    "s'il vous plaît, s'il te plaît, svp, stp, merci, bonjour, por favor, gracias, hola, ahora, obrigado, obrigada, "
    "olá, agora, per favore, per piacere, grazie, ciao, subito, alstublieft, alsjeblieft, aub, dank u, dank je, "
    "bedankt, nu, proszę, dziękuję, dzień dobry, lütfen, teşekkürler, teşekkür ederim, merhaba, пожалуйста, спасибо, "
    "здравствуйте, будь ласка, прошу, дякую, "
    "제발, 부탁합니다, 부탁드립니다, 감사합니다, 안녕하세요, من فضلك, لو سمحت, رجاء, شكرا, مرحبا"
)
"""What people say besides, at either end of a message."""

UNSPACED_COURTESIES: Final = _phrases(
    "よろしくお願いいたします, よろしくお願いします, お願いいたします, お願いします, ありがとうございます, "
    "麻烦请, 麻烦, 麻煩, 您好, 你好, 请, 請, 谢谢, 謝謝"
)
"""The same where words are not set apart, longer ones first."""
