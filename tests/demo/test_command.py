"""What `motcua demo` refuses before anything is started."""

import socket

import pytest

from demo.server import PageServer, PortTaken
from motcua.__main__ import main


def test_a_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            PageServer(port)


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_what_is_no_port_is_wrong_use(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["demo", "--port", port])
    assert wrong.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_a_server_is_closed_twice_and_its_port_is_free_again() -> None:
    server = PageServer(0)
    server.close()
    server.close()
    PageServer(server.port).close()
