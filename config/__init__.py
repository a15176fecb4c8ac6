"""The centre's settings: what `center.toml` may say, read and validated as a whole.

The example centres stand beside this module as TOML files; `motcua check` lives here too.
"""

from config.loading import SettingsError, load, load_text
from config.settings import Settings

__all__ = ["Settings", "SettingsError", "load", "load_text"]
