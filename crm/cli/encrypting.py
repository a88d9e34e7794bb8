"""Encrypt the record, give it another passphrase, or write it plainly again."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config, last_seen, passphrase
from crm.cli.output import say
from crm.cli.record import Db, target
from db.errors import Invalid
from db.keys import Key, key_of
from db.libraries import cipher

if TYPE_CHECKING:
    from db.encrypting import Recoded

Remember = Annotated[
    bool, typer.Option("--remember", help="Put the passphrase into the keyring of this account.")
]


def encrypt(
    again: Annotated[bool, typer.Option("--again", help="With a new passphrase.")] = False,
    remember: Remember = False,
    db: Db = None,
) -> None:
    """Encrypt the record with a passphrase and say its recovery key, once."""
    place = target(db)
    cipher()
    before = key_of(Path(place).expanduser())
    if before and not again:
        _as_it_is(place, before, remember)
        return
    chosen = passphrase.chosen()
    key = Key.new(chosen)
    done = _recoded(place, key)
    say(f"Encrypted {done.path}; its {done.rows} rows were compared one by one.", *told(key))
    say(*_remains(done, "encrypted with the passphrase before" if before else "plain"))
    if before:
        passphrase.forget(before.salt)
    if remember:
        keep(chosen, key)


def _as_it_is(place: str, key: Key, remember: bool) -> None:
    """An encrypted record whose passphrase is only to be remembered."""
    if not remember:
        raise Invalid(
            f"{place} is encrypted already. A new passphrase: crm encrypt --again. "
            "The one it has into the keyring: crm encrypt --remember"
        )
    keep(passphrase.of(key), key)


def decrypt(db: Db = None) -> None:
    """Write the record plainly again."""
    place = target(db)
    before = key_of(Path(place).expanduser())
    if before is None:
        raise Invalid(f"{place} is not encrypted. Nothing was changed.")
    done = _recoded(place, None)
    say(f"{done.path} is plain again; its {done.rows} rows were compared one by one.")
    if done.earlier:
        say("These copies are still encrypted; keep the passphrase as long as them:")
        say(*(f"    {copy}" for copy in done.earlier))


def _recoded(place: str, key: Key | None) -> "Recoded":
    from db.encrypting import recode

    done = recode(place, key, share=config.config().network_share)
    last_seen.forget()
    return done


def told(key: Key) -> Iterator[str]:
    yield "Its recovery key, which is said only now. Write it on paper and put that into a safe:"
    yield f"    {key.recovery}"
    yield "Who has lost the passphrase and this key has lost the record: nobody can open it."


def _remains(done: "Recoded", how: str) -> Iterator[str]:
    if done.overwritten:
        yield (
            "The file it was before is overwritten and gone. Parts of it may still be where the disk "
            "keeps old blocks (SSD, snapshots), in copies elsewhere and in exports."
        )
    else:
        yield "The file it was before has another name on this disk, so it is still there."
    if done.earlier:
        yield f"These copies are still {how}; make a new one with crm backup FILE and delete them:"
        yield from (f"    {copy}" for copy in done.earlier)


def keep(words: str, key: Key) -> None:
    passphrase.remember(words, key.salt)
    say("The passphrase is in the keyring of this account, and not asked for here any more.")
