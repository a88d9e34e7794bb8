"""How well a text fits the alphabets of the world, which tells the right code page from a similar one."""

from collections import Counter
from itertools import pairwise

# The letters beyond ASCII by language, in families that one list may mix.
_FAMILIES = (
    ("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "ãõáâàçéêíóôú", "àèéìíòóùú", "åäöæøé", "áðéíóúýþæö"),
    ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüß"),
    ("çğıöşüâîû", "çəğıöşü", "äöüß"),
    ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
     "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "абвгдђежзијклљмнњопрстћуфхцчџш", "әғқңөұүһ"),
    ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
)  # fmt: skip
_MARKS = frozenset("«»„“”‘’‚–—…·•№§°€£¥©®™\u00a0\u00ad±×½²³ªº¿¡₼₽₺")
LOOKED_AT = 40_000  # letters of a sample


def fitness(text: str) -> float:
    """0 to 1: how many of its foreign letters one language knows, and one family of languages."""
    text = text[:LOOKED_AT]
    letters = Counter(c.lower()[:1] for c in text if c > "\x7f" and c not in _MARKS)
    if not (total := letters.total()):
        return 1.0
    told = max(_told(letters, family) for family in _FAMILIES) / total
    odd = sum(map(_is_odd, pairwise(text)))
    return max(0.0, told - odd / total)


def _told(letters: Counter[str], family: tuple[str, ...]) -> float:
    """Letters of other scripts are told by the script alone."""
    best = max(sum(letters[c] for c in language) for language in family)
    together = sum(letters[c] for c in set("".join(family)))
    others = sum(n for c, n in letters.items() if "\u0530" <= c < "\u1e00")
    return (best + together) / 2 + others


def _is_odd(pair: tuple[str, str]) -> bool:
    """A capital beside a small letter before it, or a symbol at a letter: LefŐvre, Wi¶niewska."""
    one, two = pair
    if two > "\x7f" and one.islower() and two.isupper():
        return True
    foreign = one if one > "\x7f" and not one.isalpha() else two
    other = two if foreign is one else one
    return foreign > "\x7f" and not foreign.isalpha() and other.isalpha() and foreign not in _MARKS
