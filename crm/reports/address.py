"""How a guest is addressed, from what is recorded of the name; a gender is never guessed."""

from crm.language import Words
from db.dossier import Guest

# Titles by which the record says that a person is a man or a woman.
_HE, _SHE = {"mr", "mr.", "cənab", "г-н", "господин", "先生"}, {"mrs", "ms", "miss", "mrs.", "ms.",
        "xanım", "г-жа", "госпожа", "女士"}  # fmt: skip
_CHINESE, _TURKIC, _RUSSIAN = {"zh"}, {"az", "tr"}, {"ru"}
_COUNTRY_TONGUE = {
    "CN": "zh",
    "TW": "zh",
    "HK": "zh",
    "AZ": "az",
    "TR": "tr",
    "RU": "ru",
    "BY": "ru",
}


def address(guest: Guest, say: Words) -> str:
    """A sentence: “Address: Mr Wang (the family name Wang comes first)”.

    Conventions: Chinese people by title and family name, which stands first; Azerbaijani and Turkish
    people by the given name with müəllim, bəy or xanım; Russian speakers by given name and
    patronymic; others by title and family name. Without a title the whole name is used.
    """
    if guest.placeholder or not guest.name:
        return say("Ask for the name and how to pronounce it.")
    tongue = guest.language or _COUNTRY_TONGUE.get(guest.country, "")
    told = say("Address: {form}", form=_form(guest, tongue))
    if tongue in _CHINESE and guest.family_name:
        first = say("the family name {name} comes first", name=guest.family_name)
        return f"{told} ({first})"
    return told


def _form(guest: Guest, tongue: str) -> str:
    title = guest.salutation.strip()
    if tongue in _TURKIC and guest.given_name and title.casefold() in _HE | _SHE:
        he = "müəllim" if tongue == "az" else "Bey"
        she = "xanım" if tongue == "az" else "Hanım"
        return f"{guest.given_name} {he if title.casefold() in _HE else she}"
    if tongue in _RUSSIAN and guest.given_name and guest.middle_name:
        return f"{guest.given_name} {guest.middle_name}"
    if title and guest.family_name:
        return f"{title} {guest.family_name}"
    return guest.native_name if not guest.name else guest.name
