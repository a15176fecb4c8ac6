"""Only whoever was given the key gets in, and no foreign page can use a visitor's cookie."""

import pytest

from demo.admission import Admission

ADMISSION = Admission("s3cret", 4321)
COOKIE = {"motcua-demo-4321": "s3cret"}


def test_the_cookie_is_enough_to_look() -> None:
    assert ADMISSION.admits(COOKIE, None, is_reading=True)


@pytest.mark.parametrize("cookies", [{}, {"motcua-demo-4321": "wrong"}, {"motcua-demo-1": "s3cret"}])
def test_without_the_cookie_of_this_port_nobody_looks_or_does_anything(cookies: dict[str, str]) -> None:
    assert not ADMISSION.admits(cookies, "s3cret", is_reading=True)
    assert not ADMISSION.admits(cookies, "s3cret", is_reading=False)


@pytest.mark.parametrize("header", [None, "", "wrong", "s3cretà"])
def test_the_cookie_alone_changes_nothing(header: str | None) -> None:
    assert not ADMISSION.admits(COOKIE, header, is_reading=False)
    assert ADMISSION.admits(COOKIE, "s3cret", is_reading=False)


@pytest.mark.parametrize("host", ["127.0.0.1:4321", "localhost:9000", "localhost", "[::1]:80"])
def test_the_loopback_is_ours_on_any_port(host: str) -> None:
    assert ADMISSION.is_ours(host)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:4321", "", "[", "192.168.1.5:4321"])
def test_no_other_name_is_ours(host: str) -> None:
    assert not ADMISSION.is_ours(host)
