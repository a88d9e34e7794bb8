"""Data in Markdown is text: whatever it looks like, no reader of Markdown acts on it."""

import html
import re

import pytest
from markdown_it import MarkdownIt

from crm.reports.report import printable, texts
from crm.reports.to_markdown import to_markdown
from tests.hostile import CONTROL, NAUGHTY, STRINGS

from .samples import WORDS, of_one_text

OURS = {"h1", "h2", "p", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br",
        "blockquote", "hr"}  # fmt: skip
ACTING = {
    "link": "[x](http://evil.example/)",
    "image": "![x](http://evil.example/x.png)",
    "html": "<script>x</script>",
    "heading": "# H",
    "setext": "H\n===",
    "quote": "> q",
    "list": "- [ ] t",
    "numbers": "1) t",
    "rule": "---",
    "fence": "```\nx\n```",
    "code": "`x`",
    "emphasis": "*x* _y_ **z** ~~s~~",
    "entity": "&lt;b&gt; &amp;",
    "table": "|a|b|\n|-|-|\n|1|2|",
    "autolink": "<http://evil.example/>",
    "bare": "http://evil.example www.evil.example",
    "reference": "[x]: http://evil.example",
    "break": "a\\",
}
HOSTILE = ACTING | STRINGS | NAUGHTY


def rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read_back(markdown: str) -> str:
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", rendered(markdown))))


@pytest.mark.parametrize("name", HOSTILE)
def test_data_reads_as_it_is_and_does_nothing(name: str) -> None:
    report = printable(of_one_text(HOSTILE[name]))
    made = to_markdown(report)
    assert set(re.findall(r"<(\w+)[^>]*>", rendered(made))) <= OURS
    told = read_back(made)
    assert all(squeezed(text) in told for _, text in texts(report))
    assert not CONTROL.search(made.encode())


@pytest.mark.parametrize("name", ["link", "image", "html", "code", "emphasis", "fence"])
def test_without_escaping_the_same_data_would_act(name: str) -> None:
    assert set(re.findall(r"<(\w+)[^>]*>", rendered(ACTING[name]))) - {"p"}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_letters_of_every_script_arrive(words: str) -> None:
    assert squeezed(words) in read_back(to_markdown(of_one_text(words)))
