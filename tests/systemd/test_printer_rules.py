"""The udev rules give ticket printers, and nothing else, to the printer's group."""

import fnmatch
import re

from tests.systemd.unit_files import ROOM, read_unit, table

RULES = (ROOM / "udev" / "70-motcua.rules").read_text(encoding="utf-8").splitlines()
CHEAP_PRINTERS = ("0416:5011", "0483:5743", "0fe6:811e", "04b8:0202")


def is_given(interfaces: str, vendor_product: str) -> bool:
    """Whether a USB device with these interfaces (as udev's usb_id writes them) and ids falls under a rule."""
    vendor, _, product = vendor_product.partition(":")
    device = {"ENV{ID_USB_INTERFACES}": interfaces, "ATTR{idVendor}": vendor, "ATTR{idProduct}": product}
    for rule in RULES:
        conditions = re.findall(r'([A-Z]+\{\w+\})=="([^"]*)"', rule)
        if "GROUP=" in rule and all(fnmatch.fnmatchcase(device[key], value) for key, value in conditions):
            return True
    return False


def test_a_device_of_the_printer_class_is_given_whatever_its_ids() -> None:
    assert is_given(":070102:", "1234:5678")
    assert is_given(":030101:070103:", "1234:5678")


def test_printers_that_name_no_class_are_known_by_their_ids() -> None:
    for ids in CHEAP_PRINTERS:
        assert is_given(":ff0000:", ids)


def test_keyboards_sticks_and_cameras_are_left_alone() -> None:
    for interfaces in (":030101:", ":080650:", ":0e0100:0e0200:", ":ff0701:"):
        assert not is_given(interfaces, "046d:c31c")


def test_the_group_is_the_one_of_the_printers_agent() -> None:
    groups = {match for rule in RULES for match in re.findall(r'GROUP="([^"]+)"', rule)}
    assert groups == {read_unit("motcua-printer.service")["Service.User"][0]}
    users = {words[1] for words in table(ROOM / "sysusers.d" / "motcua.conf") if words[0] == "u"}
    assert groups <= users
