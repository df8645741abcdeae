from __future__ import annotations

import html
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import PoFileError, read_po
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot import texts
from bot.commands import commands
from bot.notice import LONGEST
from bot.routers.help import help_screen
from core.model import Language
from tests.bot import settings

EVERY_LANGUAGE = pytest.mark.parametrize("words", texts.LANGUAGES.values(), ids=texts.LANGUAGES)
EVERY_CATALOGUE = pytest.mark.parametrize(
    "catalogue", sorted(texts.CATALOGUES.glob("*.po")), ids=lambda path: path.stem
)

RUSSIAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "miners"
msgid_plural "miners"
msgstr[0] "{count} майнер"
msgstr[1] "{count} майнера"
msgstr[2] "{count} майнеров"

msgid "earned"
msgstr "{name}: {sats} sat"
"""  # noqa: E501  # a header's line cannot be broken


@pytest.fixture
def russian(tmp_path: Path) -> texts.Words:
    catalogue = tmp_path / "ru.po"
    catalogue.write_text(RUSSIAN, encoding="utf-8")
    return texts.read(catalogue)


def forms(words: texts.Words, message: str) -> list[str]:
    found = words.messages[message]
    return [found] if isinstance(found, str) else list(found)


def placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


def test_a_user_may_choose_every_language_the_bot_speaks_and_no_other() -> None:
    assert {path.stem for path in texts.CATALOGUES.glob("*.po")} == set(Language)


@pytest.mark.parametrize("language", Language)
def test_a_language_that_was_chosen_is_spoken(language: Language) -> None:
    code, _, _ = language.partition("-")

    assert texts.words_for(language) is texts.LANGUAGES[code]
    assert texts.words_for(language).locale.language == code


@EVERY_CATALOGUE
def test_a_catalogue_names_its_own_language_and_leaves_nothing_to_guess(catalogue: Path) -> None:
    with catalogue.open("rb") as file:
        found = read_po(file, abort_invalid=True)

    assert str(found.locale_identifier).replace("_", "-") == catalogue.stem
    assert "Plural-Forms: nplurals=" in catalogue.read_text(encoding="utf-8")
    assert [message.id for message in found if message.id and message.fuzzy] == []
    assert list(found.obsolete) == []


@EVERY_LANGUAGE
def test_every_language_has_every_message_with_its_placeholders(words: texts.Words) -> None:
    assert words.messages.keys() == texts.ENGLISH.messages.keys()
    for message, english in texts.ENGLISH.messages.items():
        assert isinstance(words.messages[message], type(english)), message
        for form in forms(words, message):
            assert form.strip(), message
            asked = set().union(*map(placeholders, forms(texts.ENGLISH, message)))
            # One of something may be said without the figure.
            assert asked - {"count"} <= placeholders(form) <= asked, message


@EVERY_LANGUAGE
def test_every_plural_has_as_many_forms_as_the_language_chooses_among(words: texts.Words) -> None:
    chosen = {words.plural(count) for count in range(200)}

    for message, found in words.messages.items():
        if not isinstance(found, str):
            assert set(range(len(found))) == chosen, message


def test_no_message_is_unused_and_none_is_missing() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path(bot.__path__[0]).rglob("*.py"))
    said = re.findall(r"""\.say\(\s*["']([\w.]+)["']""", code)

    assert set(said) == texts.ENGLISH.messages.keys()
    # English is fallen back on by a message's name that is not written there.
    assert len(said) == code.count(".say(") - code.count("ENGLISH.say(")


@EVERY_LANGUAGE
def test_every_message_is_within_telegrams_limits(words: texts.Words) -> None:
    assert len(help_screen(words, settings()).text) <= 4096
    assert all(len(does) <= 256 for does in commands(words, payouts=True).values())
    assert len(words.say("profile.description")) <= 512
    assert len(words.say("profile.short")) <= 120
    buttons = [name for name in words.messages if name.startswith(("go.", "app.", "group.open"))]
    assert [name for name in buttons if len(words.say(name)) > 64] == []


@EVERY_LANGUAGE
def test_every_fault_fits_on_top_of_a_button(words: texts.Words) -> None:
    for message, found in words.messages.items():
        if message.startswith("fault.") and message != "fault.crash":
            said = found if isinstance(found, str) else words.say(message, count=99)
            assert len(said) <= LONGEST, message
            assert "<" not in said, message


@EVERY_LANGUAGE
def test_no_message_leaves_markup_open(words: texts.Words) -> None:
    for message in words.messages:
        for form in forms(words, message):
            tags = re.findall(r"<(/?)(\w+)>", form)
            opened = [tag for closing, tag in tags if not closing]
            closed = [tag for closing, tag in tags if closing]
            assert opened == closed, message
            assert form.count("<") == len(tags), message


@EVERY_LANGUAGE
@given(st.text(min_size=1, max_size=64))
def test_no_name_can_add_markup(words: texts.Words, name: str) -> None:
    greeting = words.say("start.greeting", name=name)

    assert re.findall(r"<[^>]*>", greeting) == ["<b>", "</b>"]
    assert html.unescape(greeting.split("<b>")[1].split("</b>")[0]) == name


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 майнеров"),
        (1, "1 майнер"),
        (2, "2 майнера"),
        (5, "5 майнеров"),
        (11, "11 майнеров"),
        (21, "21 майнер"),
        (1234, "1\N{NO-BREAK SPACE}234 майнера"),
    ],
)
def test_things_are_counted_by_the_languages_own_rule(
    russian: texts.Words, count: int, said: str
) -> None:
    assert russian.say("miners", count=count) == said


def test_numbers_are_written_as_the_language_writes_them(russian: texts.Words) -> None:
    said = russian.say("earned", name="Ann & {sats}", sats=-1_234_567)

    assert said == "Ann &amp; {sats}: -1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567 sat"


def test_what_a_catalogue_lacks_is_said_in_english(russian: texts.Words) -> None:
    assert russian.say("app.open") == texts.ENGLISH.say("app.open")


def test_what_no_catalogue_has_is_said_by_nobody() -> None:
    with pytest.raises(KeyError):
        texts.ENGLISH.say("no.such.message")


def test_a_malformed_catalogue_is_not_read(tmp_path: Path) -> None:
    catalogue = tmp_path / "ru.po"
    catalogue.write_text(f"{RUSSIAN}\nno quotes", encoding="utf-8")

    with pytest.raises(PoFileError):
        texts.read(catalogue)
