"""E-mail addresses and telephone numbers as people type and paste them."""

import re
from collections.abc import Iterable, Mapping

Phone = dict[str, str | None]  # label, raw, e164

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+")
_LABELLED = re.compile(r"([^\d+():][^\d+:]{0,20}):\s*(.+)")


def emails(lines: list[str]) -> list[str]:
    """Addresses, one or several a line; of `Jane Roe <jane@roe.test>` the address alone.

    Raises ValueError with a sentence.
    """
    return list(dict.fromkeys(map(_email, re.split(r"[\n;,]+", "\n".join(lines)))))


def _email(text: str) -> str:
    within = re.search(r"<([^<>]*)>", text)
    said = (within[1] if within else text).strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(said):
        raise ValueError(f"“{text.strip()}” is not an e-mail address.")
    return said


def phone(line: str) -> Phone:
    """A number with its label, as in `mobile: +994 50 300 11 22`. Raises ValueError with a sentence."""
    said = _LABELLED.fullmatch(line)
    label, raw = (said[1].strip(), said[2]) if said else ("", line)
    if sum(character.isdigit() for character in raw) < 3:
        raise ValueError(f"“{line}” has no telephone number.")
    return {"label": label, "raw": raw, "e164": _international(raw)}


def recognised(phones: Iterable[Phone], before: Iterable[Mapping[str, str | None]]) -> list[Phone]:
    """The numbers, each with the international form that was known of it before.

    A local number does not say its country, so what an import knew would be lost by typing beside it.
    """
    known = {each.get("raw"): each.get("e164") for each in before}
    return [{**each, "e164": each["e164"] or known.get(each["raw"])} for each in phones]


def phone_text(phone: Phone) -> str:
    raw, label = phone.get("raw") or phone.get("e164") or "", phone.get("label")
    return f"{label}: {raw}" if label else raw


def _international(raw: str) -> str | None:
    """The E.164 form of a number written with its country code; without one it stays open."""
    import phonenumbers

    try:
        number = phonenumbers.parse(raw, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
