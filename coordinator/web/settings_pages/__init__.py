"""The manager's pages of the settings: what changes in a centre's life, without Linux and without TOML.

A form is made of the file as it lies there, and changes nothing else in it; what is a matter of the machine is not on
any of them.
"""

from flask import Blueprint

from coordinator.web.settings_pages.counters import add_counters
from coordinator.web.settings_pages.domains import add_domains
from coordinator.web.settings_pages.pages import SettingsPages, add_centre, add_home
from coordinator.web.settings_pages.versions import add_versions


def add_settings_pages(blueprint: Blueprint, pages: SettingsPages) -> None:
    """All of them, behind the staff's gate."""
    for add in (add_home, add_centre, add_domains, add_counters, add_versions):
        add(blueprint, pages)


__all__ = ["SettingsPages", "add_settings_pages"]
