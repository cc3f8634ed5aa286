"""How large letters stand on the pages of a PDF."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium


def letters_pt(pdf: bytes) -> list[float]:
    """How large each letter stands on the paper, enlarged drawings included."""
    document = pypdfium2.PdfDocument(pdf)
    sizes = []
    for page in document:
        text = page.get_textpage()
        for number in range(text.count_chars()):
            matrix = pdfium.FS_MATRIX()
            if chr(pdfium.FPDFText_GetUnicode(text, number)).isspace():
                continue
            pdfium.FPDFText_GetMatrix(text, number, ctypes.byref(matrix))
            sizes.append(pdfium.FPDFText_GetFontSize(text, number) * matrix.d)
    document.close()
    return sizes
