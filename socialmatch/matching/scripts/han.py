"""Han characters: pinyin, the family name apart; a common Japanese family name by its customary reading.

Which language a name of Han characters is in is not written in it. The Japanese family names listed have two characters
or more and are no customary Chinese full names; how a Japanese given name is read, only a reading on file can tell.
"""

from __future__ import annotations

import re

from anyascii import anyascii

RUN = re.compile(r"[㐀-鿿豈-﫿々]+")

# The most common family names, simplified and traditional, and those of two characters.
_CHINESE = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇"
    "魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范範金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
    "戚覃武戴莫孔向汤湯温溫康施洪柯翁游詹倪华華鲁魯樊俞章芦蘆季欧歐殷鲍鮑麦麥庄莊左涂塗耿关關焦兰蘭牛祝牟宁寧裴阮童舒骆駱冷盛符路单單凌穆"
) | frozenset("欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 独孤 慕容 夏侯 尉迟 皇甫 令狐 公孙 公孫".split())

# Family names by number of holders and their usual reading, long vowels short.
_JAPANESE = {
    "佐藤": "sato", "鈴木": "suzuki", "高橋": "takahashi", "髙橋": "takahashi", "田中": "tanaka", "伊藤": "ito",
    "渡辺": "watanabe", "渡邊": "watanabe", "渡邉": "watanabe", "山本": "yamamoto", "中村": "nakamura",
    "小林": "kobayashi", "加藤": "kato", "吉田": "yoshida", "山田": "yamada", "佐々木": "sasaki", "山口": "yamaguchi",
    "松本": "matsumoto", "井上": "inoue", "木村": "kimura", "斎藤": "saito", "斉藤": "saito", "齋藤": "saito",
    "清水": "shimizu", "山崎": "yamazaki", "阿部": "abe", "池田": "ikeda", "橋本": "hashimoto", "山下": "yamashita",
    "石川": "ishikawa", "中島": "nakajima", "前田": "maeda", "藤田": "fujita", "小川": "ogawa", "後藤": "goto",
    "岡田": "okada", "長谷川": "hasegawa", "村上": "murakami", "近藤": "kondo", "石井": "ishii", "坂本": "sakamoto",
    "遠藤": "endo", "青木": "aoki", "藤井": "fujii", "西村": "nishimura", "福田": "fukuda", "太田": "ota",
    "三浦": "miura", "岡本": "okamoto", "松田": "matsuda", "中川": "nakagawa", "中野": "nakano", "原田": "harada",
    "小野": "ono", "田村": "tamura", "竹内": "takeuchi", "金子": "kaneko", "和田": "wada", "中山": "nakayama",
    "藤原": "fujiwara", "石田": "ishida", "上田": "ueda", "森田": "morita", "柴田": "shibata", "酒井": "sakai",
    "工藤": "kudo", "横山": "yokoyama", "宮崎": "miyazaki", "宮本": "miyamoto", "内田": "uchida", "高木": "takagi",
    "安藤": "ando", "谷口": "taniguchi", "大野": "ono", "丸山": "maruyama", "今井": "imai", "高田": "takada",
    "藤本": "fujimoto", "武田": "takeda", "村田": "murata", "上野": "ueno", "杉山": "sugiyama", "増田": "masuda",
    "平野": "hirano", "大塚": "otsuka", "千葉": "chiba", "久保": "kubo", "松井": "matsui", "小島": "kojima",
    "岩崎": "iwasaki", "桜井": "sakurai", "野口": "noguchi", "松尾": "matsuo", "木下": "kinoshita", "菊地": "kikuchi",
    "菊池": "kikuchi", "野村": "nomura", "新井": "arai", "佐野": "sano", "渡部": "watanabe", "大西": "onishi",
    "古川": "furukawa", "浜田": "hamada", "田辺": "tanabe", "小山": "koyama", "服部": "hattori", "飯田": "iida",
    "川口": "kawaguchi", "本田": "honda", "矢野": "yano", "吉川": "yoshikawa", "熊谷": "kumagai", "黒田": "kuroda",
    "松下": "matsushita", "田口": "taguchi", "樋口": "higuchi", "川上": "kawakami", "永井": "nagai",
    "福島": "fukushima", "吉村": "yoshimura", "西田": "nishida", "広瀬": "hirose", "岩田": "iwata",
    "望月": "mochizuki", "星野": "hoshino", "石原": "ishihara", "秋山": "akiyama", "大久保": "okubo",
    "五十嵐": "igarashi", "佐久間": "sakuma", "土屋": "tsuchiya", "中西": "nakanishi", "吉岡": "yoshioka",
    "馬場": "baba", "浅野": "asano", "荒木": "araki", "安田": "yasuda", "西川": "nishikawa", "北村": "kitamura",
    "大橋": "ohashi", "川村": "kawamura", "小松": "komatsu", "早川": "hayakawa", "岩本": "iwamoto", "久保田": "kubota",
    "松岡": "matsuoka", "中田": "nakata", "川崎": "kawasaki", "片山": "katayama", "平田": "hirata", "須藤": "sudo",
    "大島": "oshima", "小沢": "ozawa", "栗原": "kurihara", "伊東": "ito", "上原": "uehara", "市川": "ichikawa",
    "成田": "narita", "関口": "sekiguchi", "松原": "matsubara", "桑原": "kuwabara", "西山": "nishiyama",
    "三宅": "miyake", "植田": "ueda", "八木": "yagi", "内藤": "naito", "堀内": "horiuchi", "小池": "koike",
    "小田": "oda", "田島": "tajima", "永田": "nagata", "古賀": "koga", "大谷": "otani", "今村": "imamura",
    "河野": "kono", "本間": "honma", "石塚": "ishizuka", "奥村": "okumura", "白石": "shiraishi", "福井": "fukui",
    "大山": "oyama", "福本": "fukumoto", "川島": "kawashima", "水野": "mizuno", "小泉": "koizumi", "島田": "shimada",
    "戸田": "toda", "三上": "mikami", "宮田": "miyata", "小西": "konishi", "宮下": "miyashita", "宮川": "miyagawa",
}  # fmt: skip
_JAPANESE_OF_ONE = frozenset("森原東星堀岡辻関泉南岸谷島菅桂榊西平浜滝沢橘萩柳梶畑城奥宮松杉")
"""Japanese family names of one character; most others have two."""


def spell(run: str) -> str:
    """A run of characters: family and given name apart where it is both, ``张晓明`` as ``zhang xiaoming``.

    Three or four characters that begin with no known family name are taken for a Japanese name: the family name has
    two, or is one of the common ones of one.
    """
    for size in (3, 2):
        if run[:size] in _JAPANESE:
            return f"{_JAPANESE[run[:size]]} {_pinyin(run[size:])}".rstrip()
    for size in (2, 1):
        family, given = run[:size], run[size:]
        if family in _CHINESE and 1 <= len(given) <= 2:
            return f"{_pinyin(family)} {_pinyin(given)}"
    if len(run) in (3, 4):
        size = 1 if run[0] in _JAPANESE_OF_ONE and len(run) == 3 else 2
        return f"{_pinyin(run[:size])} {_pinyin(run[size:])}"
    return _pinyin(run)


def _pinyin(run: str) -> str:
    return anyascii(run).lower()
