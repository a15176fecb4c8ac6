"""Two windows stand side by side on any desktop, in the shape of their screens."""

import pytest

from demo.desktop import arrange, has_desktop


def box(size: str, place: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    width, height = (int(side) for side in size.split("x"))
    left, top = (int(side) for side in place.split(","))
    return left, top, left + width, top + height


@pytest.mark.parametrize(
    ("width", "height"), [(1366, 768), (1920, 1080), (3840, 2160), (1280, 1024), (800, 480)]
)
def test_windows_lie_on_the_desktop_beside_each_other(width: int, height: int) -> None:
    windows = arrange(width, height)
    boxes = {
        name: box(windows.sizes[name], windows.environments[name]["SDL_VIDEO_WINDOW_POS"])
        for name in ("kiosk", "display")
    }
    for left, top, right, bottom in boxes.values():
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    assert boxes["kiosk"][2] <= boxes["display"][0]
    wide, high = boxes["kiosk"][2] - boxes["kiosk"][0], boxes["kiosk"][3] - boxes["kiosk"][1]
    assert wide / high == pytest.approx(1280 / 800, rel=0.01)


def test_no_window_is_larger_than_its_screen() -> None:
    assert arrange(7680, 4320).sizes == {"kiosk": "1280x800", "display": "1280x720"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_a_desktop_is_there_where_the_environment_names_one(
    environment: dict[str, str], expected: bool
) -> None:
    assert has_desktop(environment) is expected
