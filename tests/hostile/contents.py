"""Files that would run something if anybody let them: each says so by a title, a mark on the window
and a call to an address of the house.
"""

from tests.files import PDF, flood, png, wav

RUN = b"document.title='ran';window.ran=1;(self.fetch||String)('/ran');"
SCRIPT = b"<script>" + RUN + b"</script>"
_SVG = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_XHTML = b'xmlns="http://www.w3.org/1999/xhtml"'
_OPEN = b"/OpenAction<</S/JavaScript/JS(app.alert\\('ran'\\);this.submitForm\\('/ran'\\))>>"

PAGES: dict[str, bytes] = {
    "脚本.svg": b'<svg %b onload="%b"><script>%b</script></svg>' % (_SVG, RUN, RUN),
    "foreign.svg": b"<svg %b><foreignObject><body %b>%b</body></foreignObject></svg>"
    % (_SVG, _XHTML, SCRIPT),
    "link.svg": b'<svg %b><a xlink:href="javascript:ran=1"><text>x</text></a></svg>' % _SVG,
    "page.html": b"<!doctype html><title>x</title><img src=x onerror=%b>%b" % (b"ran=1", SCRIPT),
    "photo.png.html": b"\n \t\xef\xbb\xbf<body onload=ran=1>" + SCRIPT,
    "wide.html": b"\xff\xfe" + SCRIPT.decode().encode("utf-16-le"),
    "seven.html": b"+ADw-script+AD4-ran=1+ADw-/script+AD4-",
    "x.xhtml": b"<?xml version='1.0'?><html %b>%b</html>" % (_XHTML, SCRIPT),
    "style.xml": b"<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='#'?>" + SCRIPT,
    "saved.mht": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT,
    "code.js": RUN,
    "words.txt": "投诉人说：".encode() + SCRIPT,
    "table.csv": b'a,b\n=HYPERLINK("http://x.invalid"),<script>ran=1</script>\n1,2\n',
    "a.hta": b"\x00<script>ran=1</script>",
}
"""What a browser must never show in its place."""

SHOWN: dict[str, bytes] = {
    "picture.gif": b"GIF89a/*" + bytes(2) + b"*/=1;" + RUN,
    "dots.gif": b"GIF89a=1;" + RUN + bytes(20),
    "picture.png": png(30, 20) + SCRIPT,
    "archive.png": png() + b"PK\x03\x04" + SCRIPT,
    "picture.jpg": b"\xff\xd8\xff\xe0" + b"/*JFIF*/=1;" + RUN + SCRIPT,
    "flood.png": flood(),
    "sound.wav": wav() + SCRIPT,
    "tune.mp3": b"ID3=1;" + RUN + SCRIPT,
    "film.mp4": b"\0\0\0\x18ftypisom" + SCRIPT,
    "paper.pdf": PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R" + _OPEN),
    "page.pdf": b"%PDF-1.4 " + SCRIPT + PDF,
}
"""What is also something a browser shows."""
