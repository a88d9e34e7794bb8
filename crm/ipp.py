"""One question to the print queue in its own protocol: what became of a job (RFC 8011)."""

import http.client
import socket
import struct
from collections.abc import Iterator

_GET_JOB_ATTRIBUTES = 0x0009
_OPERATION, _END = b"\x01", b"\x03"
_CHARSET, _LANGUAGE, _URI, _NAME, _KEYWORD, _INTEGER = 0x47, 0x48, 0x45, 0x42, 0x44, 0x21
_FIRST_VALUE = 0x10  # below it stand the marks of groups (RFC 8010, 3.5.1)
_WANTED = (b"job-state", b"job-state-reasons", b"job-printer-state-message")


def job(server: str, printer: str, number: int, user: str, timeout: float) -> dict[str, bytes]:
    """The attributes of a job by name, as bytes; a number is big-endian. `server` is the path of a
    socket or host:port, as `lpstat -H` names it. Raises OSError where it does not answer."""
    uri = f"ipp://localhost/printers/{printer}".encode()
    body = _request(uri, number, user.encode())
    connection = _connection(server, timeout)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp"})
        return dict(_attributes(connection.getresponse().read()))
    except (http.client.HTTPException, struct.error) as error:
        raise OSError(f"the print queue gave no answer: {error}") from error
    finally:
        connection.close()


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over the socket file of the local queue."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connection(server: str, timeout: float) -> http.client.HTTPConnection:
    if server.startswith("/"):
        return _LocalConnection(server, timeout)
    return http.client.HTTPConnection(server, timeout=timeout)


def _request(uri: bytes, number: int, user: bytes) -> bytes:
    return b"".join(
        (
            struct.pack(">BBHI", 2, 0, _GET_JOB_ATTRIBUTES, 1),
            _OPERATION,
            _attribute(_CHARSET, b"attributes-charset", b"utf-8"),
            _attribute(_LANGUAGE, b"attributes-natural-language", b"en"),
            _attribute(_URI, b"printer-uri", uri),
            _attribute(_INTEGER, b"job-id", struct.pack(">i", number)),
            _attribute(_NAME, b"requesting-user-name", user),
            *(
                _attribute(_KEYWORD, b"" if place else b"requested-attributes", wanted)
                for place, wanted in enumerate(_WANTED)
            ),
            _END,
        )
    )


def _attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(f">BH{len(name)}sH{len(value)}s", tag, len(name), name, len(value), value)


def _attributes(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and first value of each attribute; what follows a first value has no name of its own."""
    place = struct.calcsize(">BBHI")
    while place < len(answer):
        tag, place = answer[place], place + 1
        if tag < _FIRST_VALUE:
            continue
        name, place = _counted(answer, place)
        value, place = _counted(answer, place)
        if name:
            yield name.decode("ascii", "replace"), value


def _counted(answer: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, place)
    return answer[place + 2 : place + 2 + length], place + 2 + length
