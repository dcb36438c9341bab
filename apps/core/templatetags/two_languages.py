"""`translate` and `blocktranslate` for a paper that may print two languages side by side.

Loaded after i18n they take the place of its tags, so that sentences are collected as ever. The context names
the second language in `second_language` (none: one language alone) and holds the facts of both in `sides`.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import override

from apps.core.two_languages import two

register = template.Library()


class BothNode(Node):
    """Renders a sentence in the active language and, where there is a second one, in that too."""

    def __init__(self, sentence: Any) -> None:
        """Take the node that i18n has made of the tag."""
        self.sentence = sentence

    def render(self, context: Context) -> SafeString:
        """Join both; what is kept in a variable (`as`) stays in the active language alone."""
        second = context.get("second_language")
        if second is None or self.sentence.asvar:
            return self._said(context)
        first, other = context["sides"]
        with context.push(facts=first):
            said = self._said(context)
        with context.push(facts=other), override(second):
            return two(said, self._said(context), second)

    def _said(self, context: Context) -> SafeString:
        return SafeString(self.sentence.render(context))


def _both(compiled: Callable[[Parser, Token], Node]) -> Callable[[Parser, Token], Node]:
    def compile_both(parser: Parser, token: Token) -> Node:
        return BothNode(compiled(parser, token))

    return compile_both


register.tag("translate", _both(i18n.do_translate))
register.tag("blocktranslate", _both(i18n.do_block_translate))
