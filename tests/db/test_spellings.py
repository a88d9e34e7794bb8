"""The words of a text, put together from those of its words, are those of the whole text."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from db.names import FIRST, RUN, digits, fold, latin, letters, paired, squeeze, words
from db.spellings import GRAM, NUMBER, PHONE, WORD
from db.words import MARK, search_text
from tests.db.test_names import ANYTHING, LETTERS

# Letters that merge with those of the next word: Rus Han is one word, and so is al ium.
_PIECES = ("s", "h", "c", "ch", "sh", "z", "zh", "d", "k", "kh", "g", "gh", "n", "al", "i", "um",
           "ium", "min", "ye", "y", "a", "aa", "ə", "1", "23", "+", "(", "-")  # fmt: skip
PIECES = st.lists(st.sampled_from([*_PIECES, " "]), max_size=12).map("".join)


def whole(part: str) -> Iterator[str]:
    """The words of a part as the index is described, without a word remembered."""
    plain = latin(part)
    single = letters(plain)
    yield from [] if paired(single) == single else paired(single).split()
    yield from single.split()
    for number in NUMBER.findall(" ".join(plain.split())):
        yield from of_number(digits(number))
    for run in runs(part):
        yield from (run, *run)


def of_number(number: str) -> list[str]:
    parts = [number[n : n + GRAM] for n in range(len(number))]
    return [number, *(parts if len(number) >= PHONE else [])]


def runs(text: str) -> list[str]:
    import unicodedata

    plain = max(text, default="") < FIRST
    return [] if plain else RUN.findall(unicodedata.normalize("NFKC", text).lower())


def heard(part: str) -> list[str]:
    return [squeeze(part), *(fold(r[n : n + 4]) for r in runs(part) for n in range(1, len(r)))]


def spelt(part: str) -> list[str]:
    return of_number(part) if part.isdigit() and part.isascii() else [*whole(part), *heard(part)]


@given(ANYTHING | LETTERS | PIECES, ANYTHING | LETTERS | PIECES)
def test_words_alone_give_what_the_whole_text_gives(name: str, note: str) -> None:
    name, note = name[:80], note[:80]
    told = [MARK + word for word in (*words(name), *heard(name))] if name else []
    for part in filter(None, (name, note)):
        told += spelt(part)
    assert search_text(note, names=[name]).split(" ") == [
        *dict.fromkeys(word[:WORD] for word in told if word)
    ] or not any(told)


@given(
    st.lists(LETTERS | PIECES, min_size=4, max_size=20).map(" ".join).filter(lambda t: len(t) > 80)
)
def test_of_a_note_the_words_are_those_of_the_whole_text(note: str) -> None:
    told = dict.fromkeys(word[:WORD] for word in whole(note) if word)
    assert search_text(note) == " ".join(told)
