"""The certificate's part of the check: would the coordinator's TLS start with these two files?"""

import ssl
from collections.abc import Iterator

from config import Settings
from motcua.check.finding import Finding, fault


def check_certificate(settings: Settings) -> Iterator[Finding]:
    table = settings.coordinator
    if not table.certificate:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(table.certificate, table.private_key)
    except OSError as error:
        yield fault("certificate.unusable", path=table.certificate, key=table.private_key, problem=error)
