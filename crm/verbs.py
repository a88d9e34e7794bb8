"""One declaration of a verb gives its key, its footer hint, its palette entry and its help row."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker

from crm.type_ahead import TypeAhead
from crm.words import _

if TYPE_CHECKING:
    _Node = DOMNode
else:
    # Textual collects styles along the first base that is a DOMNode, so this mixin must not be one.
    _Node = object

# What a terminal sends for Backspace, Tab, Enter and Escape; bound, they would steal those keys.
_SENT_AS_OTHERS = frozenset({"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+[", "ctrl+left_square_bracket"})

_KEY_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


@dataclass(frozen=True)
class Verb:
    """Something a person can do. `id` is `noun.verb` and never changes once shipped: people rebind it.

    The node that declares it has the method `action_noun_verb`; with `of_app` the application has.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = True
    group: str = ""
    of_app: bool = False

    def __post_init__(self) -> None:
        if stolen := _SENT_AS_OTHERS.intersection(self.keys.split(",")):
            raise ValueError(f"{self.id}: a terminal cannot send {', '.join(sorted(stolen))}")

    @property
    def action(self) -> str:
        return f"{'app.' if self.of_app else ''}verb({self.id!r})"

    @property
    def method(self) -> str:
        return "action_" + self.id.replace(".", "_").replace("-", "_")

    @property
    def binding(self) -> Binding:
        return Binding(self.keys, self.action, self.label, id=self.id, tooltip=self.help)


@dataclass(frozen=True)
class Here:
    """A verb that works on a screen now, with its live keys; `reason` says why it cannot, if so."""

    verb: Verb
    node: "Verbal"
    keys: tuple[str, ...]
    reason: str | None

    @property
    def place(self) -> Literal["screen", "widget", "app"]:
        """Where the verb is declared."""
        if isinstance(self.node, App):
            return "app"
        return "screen" if isinstance(self.node, Screen) else "widget"

    @property
    def shown_keys(self) -> str:
        return " ".join(map(key_name, self.keys))

    async def do(self) -> None:
        await self.node.action_verb(self.verb.id)


def verb_bindings(*verbs: Verb) -> list[Binding]:
    """Textual's bindings for these verbs, rebindable by the verbs' ids."""
    return [verb.binding for verb in verbs]


def key_name(key: str) -> str:
    """A key as the screens write it: `ctrl+s`, `?`, `pgdn`."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _KEY_NAMES.get(last, last)])


def _own_verbs(cls: type) -> Iterator[Verb]:
    """The class's verbs with those of its mixins, from which Textual takes no bindings."""
    for base in cls.__mro__:
        if base is cls or not issubclass(base, DOMNode):
            yield from base.__dict__.get("VERBS", ())


class Verbal(_Node):
    """A screen, widget or application with verbs: declare `VERBS`, write `action_noun_verb`."""

    VERBS: ClassVar[tuple[Verb, ...]] = ()

    def __init_subclass__(cls, *args: Any, **kwargs: Any) -> None:
        if own := list(_own_verbs(cls)):
            cls.BINDINGS = [*verb_bindings(*own), *cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(*args, **kwargs)

    @classmethod
    def verbs(cls) -> dict[str, Verb]:
        """Every verb of this class and its bases by id; a subclass may redeclare one."""
        found: dict[str, Verb] = {}
        for base in reversed(cls.__mro__):
            found.update((verb.id, verb) for verb in base.__dict__.get("VERBS", ()))
        return found

    def available(self, verb: Verb) -> str | None:
        """Why the verb is impossible now, as a sentence; None when it is possible."""
        return None

    async def action_verb(self, verb_id: str) -> None:
        verb = self.verbs()[verb_id]
        if reason := self.available(verb):
            self.app.notify(_(reason), severity="warning", markup=False)
            return
        done = getattr(self, verb.method)()
        if isinstance(done, Worker) and isinstance(self.app, TypeAhead):
            self.app.hold_for(done)
        elif inspect.isawaitable(done):
            await done


_VERB_ACTION = re.compile(r"(?:app\.)?verb\('([^']+)'\)")


def verbs_here(screen: Screen[Any]) -> list[Here]:
    """The verbs that a key reaches on this screen now: the focused widget's first, then outwards."""
    keys: dict[tuple[Verbal, str], list[str]] = {}
    for key, active in screen.active_bindings.items():
        said = _VERB_ACTION.fullmatch(active.binding.action)
        if said and not _is_typed(screen, active.node, key):
            node = screen.app if active.binding.action.startswith("app.") else active.node
            if isinstance(node, Verbal):
                keys.setdefault((node, said[1]), []).append(key)
    return list(_here(keys))


def _here(keys: dict[tuple[Verbal, str], list[str]]) -> Iterator[Here]:
    for (node, verb_id), pressed in keys.items():
        verb = node.verbs()[verb_id]
        told = [key_name(key) for key in verb.keys.split(",")]  # the most telling first
        pressed.sort(key=lambda key: told.index(key_name(key)) if key_name(key) in told else -1)
        reason = node.available(verb)
        yield Here(verb, node, tuple(pressed), _(reason) if reason else None)


def _is_typed(screen: Screen[Any], node: DOMNode, key: str) -> bool:
    """Whether the focused field takes the key as a letter. Textual forgets that slash is one."""
    focused = screen.focused
    return key == "slash" and focused not in (None, node) and focused.check_consume_key(key, "/")


HELP = Verb(
    "app.help", "question_mark,f1", "Help", "The keys that work here.", group="Desk", of_app=True
)
PALETTE = Verb(
    "app.palette", "ctrl+p,colon", "Palette", "Every verb by name.", False, "Desk", of_app=True
)
ASIDE = Verb(
    "desk.aside", "ctrl+z", "Put aside", "Back to the shell; fg brings the desk back.",
    False, "Desk", True,
)  # fmt: skip
