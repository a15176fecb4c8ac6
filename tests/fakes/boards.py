"""Boards, calls and centres as a coordinator would send them, with only what a test cares about said."""

from datetime import UTC, datetime

from wire.messages import Board, BoardCounter, BoardDomain, BoardPrinter, Call, Center, CenterDomain, Wait

DOMAINS = {
    "chung-thuc": ("A", "Chứng thực", "Certification"),
    "ho-tich": ("C", "Hộ tịch", "Civil status"),
    "dat-dai": ("E", "Đất đai – Địa chính", "Land"),
    "xay-dung": ("G", "Xây dựng", "Construction"),
    "kinh-doanh": ("H", "Hộ kinh doanh", "Household business"),
    "xa-hoi": ("K", "Bảo trợ xã hội – Người có công", "Social protection"),
    "tra-ket-qua": ("N", "Nhận kết quả", "Collect a result"),
}
EIGHT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def a_call(
    seq: int,
    *,
    called_at: datetime = EIGHT,
    number: str = "A025",
    counter: int = 4,
    times: int = 1,
    domain: str = "chung-thuc",
) -> Call:
    return Call(seq=seq, number=number, counter=counter, domain=domain, called_at=called_at, times=times)


def a_board(
    seq: int = 1,
    at: datetime = EIGHT,
    calls: list[Call] | None = None,
    *,
    counters: list[BoardCounter] | None = None,
    domains: list[BoardDomain] | None = None,
    printers: list[BoardPrinter] | None = None,
    message: str = "",
    revision: int = 0,
) -> Board:
    """A board; `calls` newest first, as the coordinator sends them."""
    return Board(
        seq=seq,
        at=at,
        center="hai-chau",
        calls=calls or [],
        counters=counters or [],
        domains=domains or [],
        printers=printers or [],
        message=message,
        revision=revision,
    )


def a_queue(
    domain: str, waiting: int, wait: tuple[int, int] | None = None, *, is_open: bool = True
) -> BoardDomain:
    estimate = Wait(low=wait[0], high=wait[1]) if wait else None
    prefix = DOMAINS[domain][0]
    return BoardDomain(id=domain, prefix=prefix, open=is_open, waiting=waiting, estimated_wait_s=estimate)


def a_center() -> Center:
    domains = [
        CenterDomain(id=key, prefix=prefix, name={"vi": vi, "en": en}, open=True)
        for key, (prefix, vi, en) in DOMAINS.items()
    ]
    name = {
        "vi": "Trung tâm Phục vụ hành chính công phường Hải Châu",
        "en": "Hải Châu Ward Public Service Centre",
    }
    return Center(
        id="hai-chau",
        name=name,
        languages=["vi", "en"],
        timezone="Asia/Ho_Chi_Minh",
        domains=domains,
        counters=[],
    )
