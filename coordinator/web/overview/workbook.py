"""A report as a workbook for Excel and LibreOffice: one sheet a kind of group, headings in the reader's language."""

import io
from collections.abc import Callable, Iterable

from coordinator.report_rows import COLUMNS, Row
from words import Catalogue

_WIDTH = 14


def workbook(rows: Iterable[Row], name_of: Callable[[Row], str], texts: Catalogue) -> bytes:
    """`name_of` a row stands in its first column."""
    # Only who asks for one needs it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    sheets: dict[str, list[Row]] = {}
    for row in rows:
        sheets.setdefault(str(row["group"]), []).append(row)
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    share = book.add_format({"num_format": "0%"})
    for group, lines in sheets.items():
        sheet = book.add_worksheet(texts(f"group.{group}"))
        shown = [column for column in COLUMNS[2:] if any(line.get(column) is not None for line in lines)]
        sheet.write_row(
            0, 0, [texts("column.key"), *(texts(f"column.{column}") for column in shown)], heading
        )
        for number, line in enumerate(lines, 1):
            sheet.write_string(number, 0, name_of(line))
            for place, column in enumerate(shown, 1):
                if line.get(column) is not None:
                    sheet.write_number(
                        number, place, line[column], share if column == "within_target" else None
                    )
        sheet.set_column(0, 0, 2 * _WIDTH)
        sheet.set_column(1, len(shown), _WIDTH)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return content.getvalue()
