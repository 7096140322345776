"""Small files that are what they claim to be, and bodies that carry them."""

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Mapping

BOUNDARY = "kesu-boundary-7d1"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def png(width: int = 8, height: int = 6, colour: bytes = b"\x30\x60\xc0") -> bytes:
    """A picture in one colour."""
    rows = b"".join(b"\0" + colour * width for _ in range(height))
    return _png(width, height, zlib.compress(rows))


def flood(side: int = 100_000) -> bytes:
    """A few bytes that ask for a picture of gigabytes."""
    return _png(side, side, zlib.compress(bytes(1000)))


def _png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def wav(seconds: float = 0.2) -> bytes:
    """A quiet recording."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(8000 * seconds) * 2))
    return made.getvalue()


def bomb() -> bytes:
    """A zip that would unpack to 200 MB."""
    made = io.BytesIO()
    packed = zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED)
    with packed, packed.open("big", "w", force_zip64=True) as big:
        for _ in range(200):
            big.write(bytes(1024 * 1024))
    return made.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><script>1</script></svg>'
HTML = b"<!doctype html><title>x</title><script>document.title='ran'</script>"


def form(
    fields: Mapping[str, str], file: bytes | None = None, name: str = "a.png", kind: str = "x/y"
) -> bytes:
    """A multipart body, its file last."""
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name"
    parts = [f'{start}="{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items()]
    if file is not None:
        head = f'form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}'
        start = f"--{BOUNDARY}\r\nContent-Disposition: {head}\r\n\r\n"
        parts.append(start.encode("utf-8", "surrogatepass") + file + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
