"""`make serve` says at once, and in one line, when it cannot serve where it was asked to."""

import socket

import pytest

from publish import __main__ as command


@pytest.fixture
def taken():
    """A port of this machine that another program listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_named_before_anything_is_built(taken, monkeypatch, capsys):
    monkeypatch.setattr(command, "do", lambda *_: pytest.fail("built before the port was looked at"))
    assert command.main(["serve", "--port", str(taken)]) == 1
    complaint = capsys.readouterr().err
    assert f"127.0.0.1:{taken} (another program uses it)" in complaint
    assert f"make serve PORT={taken + 1}" in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no such host", 0)])
def test_an_address_that_cannot_be_is_an_error_in_words(host, port):
    with pytest.raises(command.PublishError, match="cannot serve at"):
        command.check_address(host, port)


def test_a_free_port_stays_free():
    command.check_address("127.0.0.1", 0)


def test_a_port_that_is_no_number_is_refused_with_the_usage(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eight thousand")
    with pytest.raises(SystemExit):
        command.main(["serve"])
    assert "invalid int value: 'eight thousand'" in capsys.readouterr().err
