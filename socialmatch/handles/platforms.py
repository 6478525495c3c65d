"""The table of platforms: one small class each, most of them facts only.

The networks whose handles are domain names are in :mod:`socialmatch.handles.fediverse`, those made for private
messages in :mod:`socialmatch.handles.messengers`.

A new network is a class here (or in another distribution, through the entry-point group
``socialmatch.platforms``) and its cases in ``tests/cases/handles``.
``source`` says where the facts were read and how firm they are: "vendor" is the network's own documentation,
"secondary" are directories and articles, "unconfirmed" is what is commonly said. All were read on 2026-11-21.
"""

from __future__ import annotations

import re

from socialmatch.handles.address import Form, forms
from socialmatch.handles.fediverse import Bluesky, Mastodon
from socialmatch.handles.messengers import Discord, Line, Telegram, WeChat, WhatsApp
from socialmatch.handles.platform import NUMBER, Author, Platform, Scope, words

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")
# ISO 3166-1 alpha-2, and uk: LinkedIn gives each country a host of this kind.
_COUNTRIES = (
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo fr "
    "ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo "
    "jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr "
    "ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro "
    "rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv "
    "tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_PINTEREST = "at ca ch cl co.kr co.uk com com.au com.mx de dk es fr ie it jp nz ph pt ru se"  # one site a country, 2026


def _hosts(domain: str, subdomains: str = "www") -> frozenset[str]:
    return frozenset({domain, *(f"{name}.{domain}" for name in subdomains.split())})


class X(Platform):
    name = "x"
    aliases = ("twitter",)
    home = "x.com"
    hosts = _hosts("x.com", "www mobile") | _hosts("twitter.com", "www mobile m")
    forms = forms(
        "/{handle}",
        "/#!/{handle}",
        "/i/user/{id}",
        "/intent/user?user_id={id}",
        "/intent/user?screen_name={handle}",
        "/intent/follow?screen_name={handle}",
    )
    tabs = words("with_replies media likes followers following highlights articles lists photo")
    reserved = words(
        "home i search hashtag intent explore notifications messages settings compose login logout signup share tos "
        "privacy about jobs download account oauth widgets who_to_follow"
    )
    grammar = re.compile(r"[A-Za-z0-9_]{1,20}")  # 15 today; public records hold older ones of 17
    id_grammar = NUMBER
    author = Author(id=("id_str", "id"), handle=("screen_name", "username"), name=("name",), website=("url",))
    source = "vendor: developer documentation (user object); secondary: reserved words"


class Facebook(Platform):
    name = "facebook"
    aliases = ("fb",)
    home = "www.facebook.com"
    hosts = _hosts("facebook.com", "www m mbasic web touch") | _hosts("fb.com")
    forms = forms(
        "/profile.php?id={id}", "/{id}", "/people/{any}/{id}", "/pages/{any}/{id}", "/{handle}", "/pg/{handle}"
    )
    tabs = words("about photos posts videos reels friends community")
    reserved = words(
        "people pages pg groups events watch marketplace gaming login help settings share sharer dialog photo photos "
        "hashtag search reel reels stories policies privacy notes media plugins"
    )
    # 5 or more today, shorter ones exist; hyphens stand in the addresses of pages without a user name.
    grammar = re.compile(r"(?=.*[A-Za-z])(?!.*\.php\Z)[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
    id_grammar = NUMBER
    bare_id = True
    scope = Scope.PAGE
    public_ids = True
    author = Author(id=("id",), handle=("username",), name=("name", "first_name last_name"))
    source = "vendor: page-scoped ids; secondary: grammar; unconfirmed: dots are ignored"

    def fold(self, handle: str) -> str:
        return super().fold(handle.replace(".", ""))


class Instagram(Platform):
    name = "instagram"
    aliases = ("ig",)
    home = "www.instagram.com"
    hosts = _hosts("instagram.com", "www m")
    forms = forms("/{handle}", "/_u/{handle}")
    tabs = words("tagged reels")
    reserved = words(
        "p reel reels tv explore stories accounts direct about developer legal web s _u _n share challenge"
    )
    grammar = re.compile(r"(?!.*\.\.)(?!\.)(?!.*\.\Z)[A-Za-z0-9._]{1,30}")
    id_grammar = NUMBER
    scope = Scope.PAGE
    author = Author(handle=("username",), name=("name", "full_name"), bio=("biography",), website=("website",))
    source = "secondary: grammar; unconfirmed: ids are scoped to the business account"


class Threads(Platform):
    name = "threads"
    home = "www.threads.com"
    hosts = _hosts("threads.com") | _hosts("threads.net")
    forms = forms("/@{handle}")
    tabs = words("replies reposts media")
    grammar = Instagram.grammar
    id_grammar = NUMBER
    scope = Scope.APP
    federates = True
    author = Author(id=("id", "user_id"), bio=("threads_biography",))
    source = "secondary: shares its names with Instagram; unconfirmed: ids are scoped to the app"


class LinkedIn(Platform):
    name = "linkedin"
    home = "www.linkedin.com"
    hosts = _hosts("linkedin.com", f"www m {_COUNTRIES}")
    # Companies and schools have names of their own: /company/acme is not /in/acme. A /pub/ address of before 2014
    # tells its person apart by the three numbers at its end.
    forms = (
        Form.of("/in/{handle}"),
        Form.of("/company/{handle}", space="company"),
        Form.of("/school/{handle}", space="school"),
        Form.of("/pub/{handle}/{handle}/{handle}/{handle}", space="pub"),
        Form.of("/pub/{handle}", space="pub"),
    )
    tabs = words("about details recent-activity posts people jobs life")
    grammar = re.compile(
        r"(?!.*[Ll][Ii][Nn][Kk][Ee][Dd][Ii][Nn])"
        r"(?:(?:(?:company|school|pub)/)?[^\W_](?:[^\W_]|-){2,99}|pub/[^\W_](?:[^\W_]|-){2,99}(?:/[0-9A-Za-z]{1,3}){3})"
    )
    mark = ""
    prefixes = ("in/", "@")
    id_grammar = _TOKEN
    scope = Scope.APP
    author = Author(id=("sub", "id"), handle=("vanityName",), name=("name", "localizedFirstName localizedLastName"))
    source = "vendor: help pages a/87 and on public profile addresses; secondary: OpenID Connect sub is per app"


class TikTok(Platform):
    name = "tiktok"
    home = "www.tiktok.com"
    hosts = _hosts("tiktok.com", "www m")
    forms = forms("/@{handle}")
    grammar = re.compile(r"(?![0-9]+\Z)(?!.*\.\Z)[A-Za-z0-9._]{2,24}")
    id_grammar = _TOKEN
    scope = Scope.APP
    author = Author(id=("open_id",), bio=("bio_description",))
    source = "vendor: open_id is per app; secondary: grammar"


class YouTube(Platform):
    name = "youtube"
    aliases = ("yt",)
    home = "www.youtube.com"
    hosts = _hosts("youtube.com", "www m music")
    # /c/, /user/ and the bare name are from before handles (2022), which were made from them.
    forms = forms("/@{handle}", "/channel/{id}", "/c/{handle}", "/user/{handle}", "/{handle}")
    tabs = words("featured videos shorts streams live playlists community posts channels about")
    reserved = words(
        "watch shorts playlist feed results channel c user embed live gaming premium music hashtag account about t "
        "redirect upload creators clip post kids tv redirect signin logout v e attribution_link"
    )
    grammar = re.compile(r"[\w.\-·]{1,30}")  # 3 to 30 in Latin, fewer in scripts that write a word in one sign
    id_grammar = re.compile(r"UC[A-Za-z0-9_-]{22}")
    bare_id = True
    author = Author(
        id=("authorChannelId.value", "channelId", "id"),
        handle=("customUrl", "snippet.customUrl", "@authorDisplayName", "@displayName"),
        name=("snippet.title", "title", "displayName", "authorDisplayName"),
        bio=("snippet.description", "description"),
        location=("snippet.country", "country"),
    )
    source = "vendor: channel ids; secondary: grammar of handles and their scripts"


class Reddit(Platform):
    name = "reddit"
    home = "www.reddit.com"
    hosts = _hosts("reddit.com", "www old new np m")
    forms = forms("/user/{handle}", "/u/{handle}")
    tabs = words("overview submitted comments gilded")
    grammar = re.compile(r"[A-Za-z0-9_-]{3,20}")
    mark = "u/"
    prefixes = ("u/", "/u/", "@")
    # The prefix tells an account's id from a comment's, which the same field of another object holds.
    id_grammar = re.compile(r"t2_[0-9a-z]{1,13}")
    author = Author(id=("author_fullname", "id"), handle=("author", "name"), name=("subreddit.title",))
    source = "secondary: grammar; unconfirmed: form of the id"


class GitHub(Platform):
    name = "github"
    home = "github.com"
    hosts = _hosts("github.com")
    parents = frozenset({"github.io"})
    forms = forms("/{handle}")
    reserved = words(
        "www about features pricing settings orgs organizations users login logout join explore topics trending "
        "marketplace sponsors notifications search new security enterprise collections events apps site contact "
        "stars issues pulls codespaces readme"
    )
    # The part after an underscore is the short code of accounts that an enterprise manages.
    grammar = re.compile(r"(?=.{1,39}\Z)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)?")
    id_grammar = NUMBER
    author = Author(handle=("login",), name=("name",), website=("blog",), email=("email",))
    source = "vendor: user names and their release; secondary: reserved words"


class Snapchat(Platform):
    name = "snapchat"
    home = "www.snapchat.com"
    hosts = _hosts("snapchat.com")
    forms = forms("/add/{handle}", "/@{handle}")
    grammar = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,14}")
    id_grammar = re.compile(r"[A-Za-z0-9_/+=-]{1,128}")
    scope = Scope.APP
    author = Author(id=("externalId", "external_id", "id"), name=("displayName", "display_name"))
    source = "secondary: grammar; unconfirmed: ids are scoped to the app"


class Pinterest(Platform):
    name = "pinterest"
    home = "www.pinterest.com"
    hosts = frozenset().union(*(_hosts(f"pinterest.{site}") for site in _PINTEREST.split()))
    forms = forms("/{handle}")
    tabs = words("_created _saved _pins boards pins")
    reserved = words(
        "pin pins ideas search today explore settings login signup business about categories topics password oauth "
        "homefeed news_hub"
    )
    grammar = re.compile(r"(?![0-9]+\Z)[A-Za-z0-9_]{3,30}")
    id_grammar = NUMBER
    author = Author(name=("business_name",), bio=("about",), website=("website_url",))
    source = "secondary: grammar and country sites; unconfirmed: form of the id"


class Twitch(Platform):
    name = "twitch"
    home = "www.twitch.tv"
    hosts = _hosts("twitch.tv", "www m go")
    forms = forms("/{handle}")
    tabs = words("about videos schedule clips home")
    reserved = words(
        "directory downloads jobs turbo settings subscriptions inventory wallet friends search prime store videos "
        "popout moderator login signup"
    )
    grammar = re.compile(r"[A-Za-z0-9_]{4,25}")
    id_grammar = NUMBER
    author = Author(
        id=("chatter_user_id", "user_id", "id"),
        handle=("chatter_user_login", "user_login", "login"),
        name=("chatter_user_name", "user_name", "display_name"),
    )
    source = "vendor: blog of 2017 on renaming (a name may be given to another after six months); secondary: grammar"


class SpeakerDeck(Platform):
    name = "speakerdeck"
    home = "speakerdeck.com"
    hosts = _hosts("speakerdeck.com")
    forms = forms("/{handle}")
    reserved = words("c p player search features pro signin signup login about categories trending explore")
    grammar = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
    author = Author(id=(), handle=("username", "login"))
    source = "unconfirmed: grammar; no id is known"


PLATFORMS: tuple[Platform, ...] = (
    X(),
    Facebook(),
    Instagram(),
    Threads(),
    LinkedIn(),
    TikTok(),
    YouTube(),
    Reddit(),
    GitHub(),
    Mastodon(),
    Bluesky(),
    Telegram(),
    WhatsApp(),
    Discord(),
    Snapchat(),
    Pinterest(),
    Twitch(),
    Line(),
    WeChat(),
    SpeakerDeck(),
)
"""Every network we know, in the order they are listed to people."""
