"""How a name is folded, so that any spelling in any script finds it."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

# Letters that anyascii sends elsewhere than the names of this desk's people do: Azerbaijani Cyrillic
# writes ј for y and ә for ə; the soft and hard signs are not spoken.
_OWN = {"ј": "y", "ә": "a", "ə": "a", "ь": "", "ъ": "", "’": "'", "ʼ": "'", "ʻ": "'", "‘": "'"}

# Russian spells the fronted vowels of Azerbaijani after г and к with я and ю: Гянджа, Кямал, Гюльнара.
_FRONTED = (("гя", "га"), ("кя", "ка"), ("гю", "гу"), ("кю", "ку"))

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
FIRST = "\u1100"  # no letter before it becomes one of these scripts, however it is written
RUN = re.compile(f"[{_HAN}{_KANA}]+|[{_HANGUL}]+")
SPELT = re.compile(f"[{_HAN}{_KANA}]{{2,}}")


class _Latin(dict[int, str]):
    """Code point -> lower-case ASCII, filled as letters are met (for str.translate)."""

    def __missing__(self, point: int) -> str:
        from anyascii import anyascii

        letter = chr(point)
        plain = _OWN[letter] if letter in _OWN else anyascii(letter).lower()
        self[point] = plain
        return plain


def _ascii_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {n: " " for n in range(128) if not chr(n).isalnum()}
    return {**table, ord("'"): None, ord("`"): None}


_LATIN = _Latin()
_WORDS_ONLY = _ascii_table()

# One letter for each group on which transliterations disagree.
_MERGED = {**_WORDS_ONLY, **str.maketrans("exqjwy", "ahgcvi")}
# And for pairs. `gh` after n stays: Shanghai is shang + hai.
_PAIRS = {"shch": "s", "sch": "s", "sh": "s", "dzh": "c", "zh": "c", "dc": "c", "ch": "c"}
_PAIRS |= {"gh": "g", "kh": "h", "alium": "alum", "minium": "minum"}  # one metal
_PAIR = re.compile(r"s(?:hch|ch|h)|d?zh|dc|ch|(?<!n)gh|kh|alium|minium")
_DOUBLE = re.compile(r"([abcdfghiklmnoprstuvz])\1+")
_INITIAL_YE = re.compile(r"\bye")
AGAIN = 8192  # texts whose keys are remembered: of a long list the same companies and towns return


def latin(text: str) -> str:
    """Lower-case ASCII with punctuation as it was; Chinese, Japanese and Korean runs as own words."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).lower()
    text = plain if max(text) < FIRST else RUN.sub(_apart, plain)
    for russian, spoken in _FRONTED:
        text = text.replace(russian, spoken)
    return text.translate(_LATIN)


def _apart(run: re.Match[str]) -> str:
    return f" {run[0]} "


def _undoubled(text: str) -> str:
    while double := _DOUBLE.search(text):
        text = text.replace(double[0], double[1])
    return text


def paired(text: str) -> str:
    """Merged pair by pair, until nothing merges."""
    shorter = paired_once(text)
    return text if shorter == text else paired(shorter)


def paired_once(text: str) -> str:
    if "h" not in text and "dc" not in text and "ium" not in text:
        return text
    shorter = _PAIR.sub(_spoken, text)
    return text if shorter == text else _undoubled(shorter)


def _spoken(pair: re.Match[str]) -> str:
    return _PAIRS[pair[0]]


def letters(latin: str) -> str:
    """Merged letter by letter. An apostrophe joins (O'Brien, Xi'an), so it goes first."""
    text = latin.replace("'", "").replace("`", "") if "'" in latin or "`" in latin else latin
    if "ye" in text:
        text = _INITIAL_YE.sub("e", text)
    return _undoubled(" ".join(text.translate(_MERGED).split()))


def _merge(latin: str) -> str:
    return paired(letters(latin))


@lru_cache(AGAIN)
def fold(text: str) -> str:
    """The key under which every spelling of `text` meets: lower-case ASCII words, one blank between.

    Bəşirli, Bashirli, besirli and Бәширли are `basirli`; 万基 and wanji are `vanci`. Letters on which
    transliterations disagree are merged (e ə a; sh ş; ch ç j c zh; gh ğ; x kh h; i ı y; q g; v w),
    doubled letters become one, digits stay as they are. Folding twice changes nothing, and it never
    fails. The key is for comparing; it is not for showing.
    """
    return " ".join([folded for folded in map(_folded, text.split()) if folded])


@lru_cache(4 * AGAIN)
def _folded(word: str) -> str:
    """One word merged: the words of a long list return."""
    return _merge(latin(word))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return fold(text).split()


def squeeze(text: str) -> str:
    """The key without blanks, so that Wan Ji, Wanji and 万基 are one."""
    return _merge(plain_run(latin(text)))


def plain_run(latin: str) -> str:
    """The letters and digits of a text, run together."""
    return latin if latin.isalnum() else "".join(latin.translate(_WORDS_ONLY).split())


def digits(text: str) -> str:
    """The digits of `text` in any script, as ASCII, run together: how phones are sought."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(
        str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None
    )


# Legal forms, as they are written; compared after transliteration, without points and blanks between
# single letters (S.p.A. is spa), and only at the beginning or the end of a name.
_FORMS = """
MMC; ASC; QSC; QSASC; ATSC; MMM; Məhdud Məsuliyyətli Cəmiyyət; Məhdud Məsuliyyətli Cəmiyyəti; PHŞ;
Açıq Səhmdar Cəmiyyəti; Qapalı Səhmdar Cəmiyyəti; Açıq Səhmdar Cəmiyyət; Publik Hüquqi Şəxs;
LLC; L.L.C; LLP; LP; OJSC; CJSC; PJSC; JSC; PJS; Limited Liability Company; Joint Stock Company;
Open Joint Stock Company; Closed Joint Stock Company; Ltd; Limited; Co; Company; Corp; Corporation;
Inc; Incorporated; PLC; Pvt; Private; Pte; Pty; Sdn Bhd; Bhd; PT; Tbk; DMCC; FZE; FZCO; FZ LLC; WLL;
QPSC; SAOG;
A.Ş.; Ltd. Şti.; Şti.; Limited Şirketi; Anonim Şirketi; San. ve Tic.; Sanayi ve Ticaret; San. Tic.; T.A.Ş.;
ООО; ОАО; ЗАО; ПАО; АО; НАО; ИП; ТОО; ТДО; ОсОО; ТОВ; ПрАТ; ПАТ; АТ; ВАТ; ЗАТ; ПП; МЧЖ;
Общество с ограниченной ответственностью; Акционерное общество; Публичное акционерное общество;
Открытое акционерное общество; Закрытое акционерное общество; Товариство з обмеженою відповідальністю;
GmbH; mbH; AG; KG; OHG; KGaA; SE; e.K.; UG; & Co. KG; GmbH & Co. KG; Gesellschaft mit beschränkter Haftung;
SA; SAS; SARL; SPRL; SRL; S.p.A.; S.r.l.; SL; SLU; SAU; SA de CV; S. de R.L. de C.V.; Ltda; Lda; EIRL;
SCA; SNC;
NV; BV; CV; VOF; ASA; AS; A/S; ApS; AB; Oy; Oyj; Abp; hf; ehf; Kft; Zrt; Nyrt; Rt;
a.s.; s.r.o.; spol. s r.o.; sp. z o.o.; sp. k.; d.o.o.; d.d.; a.d.; EOOD; OOD; EAD; UAB; SIA; OÜ; Α.Ε.; ΕΠΕ;
Kabushiki Kaisha; K.K.; Y.K.; Godo Kaisha; the
"""
_CJK_FORMS = re.compile(
    "股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|株式会社|株式會社|有限会社|合同会社"
    "|주식회사|유한회사|㈱|㈲|\\((?:株|有|주)\\)"
)


@cache
def _forms() -> tuple[frozenset[tuple[str, ...]], int]:
    forms = frozenset(filter(None, (tuple(_initials(form)) for form in _FORMS.split(";"))))
    return forms, max(map(len, forms))


def _initials(name: str) -> list[str]:
    """Plain words, single letters run together: A.Ş. is `as`, J. P. Morgan is `jp morgan`."""
    plain = latin(name).replace("'", "").translate(_WORDS_ONLY).split()
    runs = ("".join(run) if single else " ".join(run) for single, run in groupby(plain, _is_single))
    return " ".join(runs).split()


def _is_single(word: str) -> bool:
    return len(word) == 1


def _stripped(parts: list[str]) -> list[str]:
    forms, longest = _forms()
    for n in range(min(longest, len(parts) - 1), 0, -1):
        if tuple(parts[-n:]) in forms:
            return _stripped(parts[:-n])
        if tuple(parts[:n]) in forms:
            return _stripped(parts[n:])
    return parts


@lru_cache(4 * AGAIN)
def fold_company(name: str) -> str:
    """The key of a company without its legal form, in the languages an investment desk meets.

    ООО «Северный алюминий» and Severny Alyuminiy LLC give the same words. A name that is nothing
    but a legal form keeps it.
    """
    bare = name if name.isascii() else _CJK_FORMS.sub(" ", unicodedata.normalize("NFC", name))
    return _merge(" ".join(_stripped(_initials(bare)))) or fold(name)


def similar(one: str, other: str) -> float:
    """How alike two company names are, 0 to 100, whatever their script, order and legal form.

    85 is where the same firm begins (measured on duplicate lists); words that one name has more
    than the other do not count against it, so ask for the same country or web domain beside it.
    """
    from rapidfuzz import fuzz

    a, b = fold_company(one), fold_company(other)
    if not a or not b:
        return 0.0
    return max(fuzz.token_set_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))
