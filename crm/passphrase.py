"""The passphrase of an encrypted record: from the keyring of the account, else asked for at the terminal.

Never from an argument or the environment, which other programs of this machine can read.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from db.errors import Invalid, Problem, Refused
from db.keys import Key, key_of, ring, salt_of

SERVICE = "investor-desk"  # the name under which the keyring has it, one entry for each key
TRIES = 3
SHORTEST = 8  # characters of a new one


def unlock(target: str) -> bool:
    """Ask for what opens an encrypted file, before the screens take the terminal; False of any other."""
    path = Path(target).expanduser()
    if "://" in target or salt_of(path) is None:
        return False
    ring.ask = given
    key_of(path)
    ring.ask = kept
    return True


def given(path: Path, salt: bytes) -> Iterator[str]:
    """What may open a file: what the keyring has, then what is typed, three times."""
    yield from kept(path, salt)
    if not _has_terminal():
        raise Refused(
            f"{path} is encrypted, and there is no terminal to ask for its passphrase on. "
            "Put it into the keyring of this account with: crm encrypt --remember"
        )
    yield _typed(f"Passphrase of {path}, or its recovery key: ")
    for _ in range(TRIES - 1):
        yield _typed("That does not open it. Once more: ")


def kept(path: Path, salt: bytes) -> Iterator[str]:
    """What the keyring of the account has for this key."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return
    try:
        found = keyring.get_password(SERVICE, salt.hex())
    except (KeyringError, OSError, RuntimeError):  # no keyring, or it stays locked
        return
    if found:
        yield found


def remember(passphrase: str, salt: bytes) -> None:
    """Put it into the keyring. Raises Problem where there is none."""
    try:
        import keyring
        from keyring.errors import KeyringError

        keyring.set_password(SERVICE, salt.hex(), passphrase)
    except (ImportError, KeyringError, OSError, RuntimeError) as error:
        raise Problem(
            "This account has no keyring that takes the passphrase; type it at each start."
        ) from error


def forget(salt: bytes) -> None:
    """Take it out of the keyring, if it is there."""
    try:
        import keyring
        from keyring.errors import KeyringError

        keyring.delete_password(SERVICE, salt.hex())
    except (ImportError, KeyringError, OSError, RuntimeError):
        return


def of(key: Key) -> str:
    """The words that make a key, typed once more: what was typed at the start may be the key."""
    words = _typed("Passphrase for the keyring: ")
    if Key.of(words, key.salt) != key:
        raise Invalid("That is not its passphrase. Nothing was changed.")
    return words


def chosen() -> str:
    """A new passphrase, typed twice. Raises Invalid for a short one, or where the two differ."""
    if not _has_terminal():
        raise Refused("There is no terminal to ask for a passphrase on. Nothing was changed.")
    first = _typed("New passphrase (several words are best): ")
    if len(first) < SHORTEST:
        raise Invalid(f"A passphrase has {SHORTEST} characters or more. Nothing was changed.")
    if _typed("Once more: ") != first:
        raise Invalid("The two are not the same. Nothing was changed.")
    return first


def _has_terminal() -> bool:
    """Not that of the program which serves a browser: nobody in the browser sees it."""
    if "TEXTUAL_DRIVER" in os.environ:
        return False
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _typed(prompt: str) -> str:
    from getpass import getpass

    from crm.text import one_line

    try:
        return getpass(one_line(prompt))
    except EOFError as error:
        raise Refused("No passphrase was given, so nothing was done.") from error
