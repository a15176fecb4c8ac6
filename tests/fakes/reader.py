"""A browser without a script: it keeps cookies, reads the forms of a page and sends them back as they are."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

HOST = "http://localhost"
HTML = {"Accept": "text/html,application/xhtml+xml"}


class Form:
    """What a form would send, boxes that are ticked as `more`, and the buttons that would send more with it."""

    def __init__(self, method: str, action: str) -> None:
        self.method = method
        self.action = action
        self.fields: dict[str, str] = {}
        self.more: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []
        self.disabled = False


class FormParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("method", "get"), given["action"]))
        elif not self.forms:
            return
        elif tag == "input" and "name" in given:
            self._take_input(given)
        elif tag == "textarea" and "name" in given:
            self._textarea = given["name"]
            self.forms[-1].fields[self._textarea] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and ("selected" in given or self._select not in self.forms[-1].fields):
            self.forms[-1].fields[self._select] = given["value"]
        elif tag == "button":
            self.forms[-1].buttons.append((given.get("name", ""), given.get("value", "")))
            self.forms[-1].disabled = "disabled" in given

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def _take_input(self, given: dict[str, str]) -> None:
        fields = self.forms[-1].fields
        if given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        if given.get("type") == "checkbox":
            self.forms[-1].more.append((given["name"], given.get("value", "")))
        else:
            fields[given["name"]] = given.get("value", "")


class Reader:
    """One person's browser. `page` is what it shows now."""

    def __init__(self, application: Flask, address: str = "192.168.1.50") -> None:
        self._client = application.test_client()
        self._environment = {"REMOTE_ADDR": address}
        self.page: TestResponse | None = None

    def open(self, path: str, **headers: str) -> TestResponse:
        """Go to a page, led on as a browser is."""
        self.page = self._client.get(
            path, headers={**HTML, **headers}, follow_redirects=True, environ_overrides=self._environment
        )
        return self.page

    def ask(self, path: str, **headers: str) -> TestResponse:
        """What a path answers, with nothing followed and nothing shown."""
        return self._client.get(path, headers=headers, environ_overrides=self._environment)

    def forms(self) -> list[Form]:
        assert self.page is not None
        parser = FormParser()
        parser.feed(self.page.text)
        return parser.forms

    def form(self, action: str, method: str = "post") -> Form:
        found = [form for form in self.forms() if (form.action, form.method) == (action, method)]
        assert found, f"no form for {action} on the page"
        return found[0]

    def send(self, form: Form, *, origin: str | None = HOST, **fields: str) -> TestResponse:
        """Send a form of a page as it is, with what a person put into it."""
        headers = dict(HTML) if origin is None else {**HTML, "Origin": origin}
        said: Any = {**form.fields, **fields}
        if form.more and form.method == "post":
            said = MultiDict(
                [*said.items(), *((name, value) for name, value in form.more if name not in fields)]
            )
        self.page = self._client.open(
            form.action,
            method=form.method.upper(),
            data=said if form.method == "post" else None,
            query_string=said if form.method == "get" else None,
            headers=headers,
            follow_redirects=True,
            environ_overrides=self._environment,
        )
        return self.page

    def press(self, action: str, **fields: str) -> TestResponse:
        return self.send(self.form(action), **fields)

    def post(self, path: str, data: dict[str, str], *, base_url: str = HOST, **headers: str) -> TestResponse:
        """A form as anyone could make it up, and the bare answer."""
        return self._client.post(
            path, data=data, headers=headers, base_url=base_url, environ_overrides=self._environment
        )

    def sign_in(self, name: str, pin: str) -> TestResponse:
        self.open("/staff/sign-in")
        return self.press("/staff/sign-in", name=name, pin=pin)

    def cookie(self, name: str) -> Any:
        return self._client.get_cookie(name, path="/staff")

    def plant(self, name: str, value: str) -> None:
        """A cookie that somebody else put there."""
        self._client.set_cookie(name, value, path="/staff")

    @property
    def text(self) -> str:
        """What the page says, without its style, script and marks."""
        assert self.page is not None
        return words_of(self.page.text)


def words_of(html: str) -> str:
    bare = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split())
