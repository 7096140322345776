"""Every message is said in both Chinese scripts, and what is compiled is what is written."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request, gettext

from kesu.journeys.verb import registry

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("zh_Hans", "zh_Hant")
EACH_SCRIPT = pytest.mark.parametrize("script", SCRIPTS)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w+(?: class=\"[\w -]+\")?>")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*")
CODES = {
    *("API", "App", "ASCII", "Big5", "CSV", "ETag", "Excel", "GB18030", "I", "II", "III"),
    *("Idempotency-Key", "If-Match", "Infinity", "JSON", "KPI", "Kesu", "MB", "MiB", "NUL", "NaN"),
    *("PDF", "TOML", "Word", "form-data", "multipart"),
    *("A", "Alt", "Ctrl", "Enter", "F", "K", "KESU_HOSTS", "N"),
    *("T", "U1", "U2", "U3", "U4", "U5", "URL", "UTF-8", "UTF-16", "XLSX"),
    *("false", "map", "new", "next", "true", "v12"),
    *("DIR", "KESU_MAIL_FROM", "KESU_SMTP_URL", "T+0", "T+1"),
    *("backup", "kesu", "keys", "serve", "toml", "worker"),
}
SIMPLIFIED_ONLY = set(
    "诉单时处级责结办审协复调进过还这谁请说读误证规则门问间们个务员联现获页题属实户"
)


def _tool() -> ModuleType:
    path = ROOT / "tools" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = _tool()


def _said(script: str) -> Iterator[tuple[str, str]]:
    """Each message and its words; of a plural, every form."""
    for one in tool.kept(script):
        if one.id:
            yield from ((_first(one), words) for words in _forms(one))


def _first(one: Message) -> str:
    return one.id if isinstance(one.id, str) else one.id[0]


def _forms(one: Message) -> tuple[str, ...]:
    return (one.string,) if isinstance(one.string, str) else tuple(one.string)


@EACH_SCRIPT
def test_every_message_has_words_and_the_compiled_file_is_current(script: str) -> None:
    assert tool.check(script) == []


def test_a_missing_word_and_an_old_file_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "PACKAGE", _copy(tmp_path))
    path = tmp_path / "kesu" / tool.WHERE.format("zh_Hans", "po")
    path.write_text(path.read_text("utf-8").replace("接单", ""), "utf-8")
    assert {
        "zh_Hans: no words for 'accepted it'",
        "zh_Hans: run make messages, the compiled file is old",
    } <= set(tool.check("zh_Hans"))


def test_collecting_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _copy(tmp_path)
    monkeypatch.setattr(tool, "PACKAGE", package)
    files = sorted((package / "locale").rglob("django.*"))
    written = []
    for _ in range(2):
        for script in SCRIPTS:
            tool.write(script)
        written.append([path.read_bytes() for path in files])
    assert written[0] == written[1]


def _copy(to: Path) -> Path:
    ignored = shutil.ignore_patterns("static", "__pycache__", "*.toml", "*.csv")
    return Path(shutil.copytree(ROOT / "kesu", to / "kesu", ignore=ignored))


@EACH_SCRIPT
def test_a_catalogue_knows_no_day_no_person_and_no_doubt(script: str) -> None:
    for kind in ("po", "mo"):
        text = (ROOT / "kesu" / tool.WHERE.format(script, kind)).read_text("utf-8", "ignore")
        assert not re.search(r"-Date|Translator|Generated-By|fuzzy|EMAIL@|^#~", text, re.MULTILINE)


@EACH_SCRIPT
def test_the_placeholders_of_a_message_are_those_of_its_words(script: str) -> None:
    for message, words in _said(script):
        assert sorted(PLACEHOLDER.findall(words)) == sorted(PLACEHOLDER.findall(message)), message


@EACH_SCRIPT
def test_only_codes_are_latin(script: str) -> None:
    left = {
        (message, word)
        for message, words in _said(script)
        for word in LATIN.findall(TAG.sub(" ", PLACEHOLDER.sub(" ", words)))
        if word not in CODES
    }
    assert left == set()


@EACH_SCRIPT
def test_chinese_is_set_without_typed_spaces_and_with_its_own_marks(script: str) -> None:
    wrong = re.compile(r"[\u4e00-\u9fff] | [\u4e00-\u9fff]|[\u4e00-\u9fff][,;:!?]|  ")
    assert [words for _, words in _said(script) if wrong.search(words)] == []


def test_traditional_words_hold_no_simplified_character() -> None:
    assert [words for _, words in _said("zh_Hant") if SIMPLIFIED_ONLY & set(words)] == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_each_label_of_a_payload_is_said(language: str) -> None:
    labels = {
        field.title
        for verb in registry().values()
        for field in verb.payload.model_fields.values()
        if field.title
    }
    with translation.override(language):
        assert {label for label in labels if gettext(label) == label} == set()


def test_english_is_the_message_itself() -> None:
    with translation.override("en"):
        assert gettext("accepted it") == "accepted it"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-MO", "zh-hant"),
        ("zh-Hant-TW", "zh-hant"),
        ("en-GB", "en"),
        ("fr-FR", "zh-hans"),
        ("", "zh-hans"),
    ],
)
def test_a_browser_gets_its_language(asked: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": asked})
    assert get_language_from_request(request) == language


@pytest.mark.parametrize(
    ("asked", "said"),
    [("zh-CN", "登录名或密码不对。"), ("zh-HK", "登入名或密碼不對。")],
)
@pytest.mark.django_db
def test_a_refused_sign_in_is_said_in_the_words_of_the_house(
    client: Client, asked: str, said: str
) -> None:
    typed = {"login": f"nobody-{asked}", "password": "wrong"}
    page = client.post(reverse("account_login"), typed, headers={"Accept-Language": asked})
    assert said in page.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_what_the_libraries_say_here_is_in_our_words(language: str) -> None:
    with translation.override(language):
        assert {gettext(message) for message in tool.ADOPTED}.isdisjoint(tool.ADOPTED)
        assert "您" not in "".join(gettext(message) for message in tool.ADOPTED)


def test_the_languages_name_themselves() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["zh-hans", "zh-hant", "en"]
    for code, name in settings.LANGUAGES:
        assert translation.get_language_info(code)["name_local"] == name
