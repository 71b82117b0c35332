"""Makes the samples that are no text: documents, archives, tables."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).with_name("samples")
WORD = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def sample(name: str, folder: Path) -> Path:
    """Return a sample: as it is kept, or made in ``folder``."""
    kept = SAMPLES / name
    if kept.is_file():
        return kept
    path = folder / name
    path.write_bytes(_MADE[name]())
    return path


def docx(text: str) -> bytes:
    import docx as library

    document = library.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    body = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in escaped).replace("\n", "\\par\n")
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\\f0\\fs24 " + body + "}").encode(
        "ascii"
    )


def pdf(pages: list[list[str]]) -> bytes:
    """Return a PDF whose pages have these lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()


def warc(pages: dict[str, bytes]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, raw in pages.items():
        kind = "text/html" if raw.startswith(b"<") else "image/png"
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(raw), http_headers=headers)
        )
    return out.getvalue()


def parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow
    from pyarrow import parquet as library

    out = io.BytesIO()
    library.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta property="og:title" content="Envoys agree on a second round">
<meta property="og:site_name" content="The Courier"><meta name="author" content="Marta Lindqvist">
<meta property="article:published_time" content="1999-06-09T14:20:00+02:00"></head><body><article>
<h1>Envoys agree on a second round</h1>
<p>OSLO. The envoys of Norway and Sweden will meet again in a week, the ministry said on Wednesday.</p>
<p>A day has not been set, and the place is not known, but both sides said that they would be there in any case.</p>
</article></body></html>"""


def _text(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def _proquest_page() -> bytes:
    lines = _text("proquest.txt").splitlines()
    return (
        "<html><body>" + "".join(f"<p>{line}</p>\n" for line in lines if line) + "</body></html>"
    ).encode()


_PRINT = [
    [
        "Harbour Weekly, page 1",
        "The envoys of Iceland and the Faroe Islands met on Thurs-",
        "day in Torshavn, and the talks on herring and on the",
        "boats that may land it began at once.",
    ],
    [
        "Harbour Weekly, page 2",
        "Nobody left the room before the lamps in the harbour were",
        "lit, and the talks",
        "went on for the whole night.",
    ],
    ["Harbour Weekly, page 3"],
]
_ROW: dict[str, object] = {
    "id": 7,
    "Headline": "Quota",
    "Body": "The envoys met on Thursday.",
    "Date": "2023-05-12",
    "Publication": "The Shetland Mail",
}
_MADE = {
    "nexis-uni.docx": lambda: docx(_text("nexis-uni.txt")),
    "nexis-uni.rtf": lambda: rtf(_text("nexis-uni.txt")),
    "factiva.rtf": lambda: rtf(_text("factiva.txt")),
    "proquest.html": _proquest_page,
    "pages.warc.gz": lambda: warc(
        {"https://baltic.example/7": PAGE, "https://baltic.example/b.png": b"\x89PNG"}
    ),
    "rows.parquet": lambda: parquet([_ROW]),
    "print.pdf": lambda: pdf(_PRINT),
    "scan.pdf": lambda: pdf([[], []]),
    "corpus.jsonl.gz": lambda: gzip.compress(json.dumps({"text": "The talks go on."}).encode(), mtime=0),
    "many.zip": lambda: zipped(
        {
            "a.txt": b"The talks go on.",
            "in/b.jsonl": b'{"text": "The talks end."}\n',
            "in/c.png": b"\x89PNG",
            "__MACOSX/a.txt": b"no",
        }
    ),
}
