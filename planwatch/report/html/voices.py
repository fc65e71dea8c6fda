"""Every text of the page in both languages, so that a reader can switch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from planwatch.messages import LANGUAGES, load_messages
from planwatch.models import Bilingual
from planwatch.report.view import View

_SPANS = Markup('<span class="zh" lang="zh-Hans">{}</span><span class="en" lang="en">{}</span>')


@dataclass(frozen=True, slots=True)
class Voices:
    """One view in both languages."""

    zh: View
    en: View

    @classmethod
    def of(cls, view: View) -> Voices:
        """The views that differ from `view` in nothing but their language; nothing is cut short."""
        return cls(
            *(
                replace(view, messages=load_messages(code), language=code, limit=0)
                for code in LANGUAGES
            )
        )

    def tell(self, say: Callable[[View], str]) -> Bilingual:
        """What `say` says in either language."""
        return Bilingual(say(self.zh), say(self.en))

    def lines(self, say: Callable[[View], Iterable[str]]) -> list[Bilingual]:
        """The lines that `say` says in either language; both have the same number of them."""
        pairs = zip(say(self.zh), say(self.en), strict=True)
        return [Bilingual(zh, en) for zh, en in pairs]

    def message(self, key: str, **values: object) -> Bilingual:
        """The message `key`; values in both languages are told in the message's own."""
        return Bilingual(
            *(
                view.say(key, **{name: _in(value, code) for name, value in values.items()})
                for code, view in zip(LANGUAGES, (self.zh, self.en), strict=True)
            )
        )

    def say(self, key: str, **values: object) -> Markup:
        """The message `key` as markup."""
        return markup(self.message(key, **values))


def markup(text: Any) -> Markup:
    """A text in both languages as markup; what is the same in both stands there once."""
    if not isinstance(text, Bilingual):
        return Markup.escape(text)
    if text.zh == text.en:
        return Markup.escape(text.zh)
    return _SPANS.format(text.zh, text.en)


def _in(value: object, language: str) -> object:
    return value.of(language) if isinstance(value, Bilingual) else value
