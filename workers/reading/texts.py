"""What a file's bytes say: decoded without loss of a line, or evidently no text.

Lines are those that git and every host count. Nothing is refused because of a byte: a text is read line by line as
UTF-8, where a line is none as what the file declares, and else as Windows-1252, in which every byte is a character. A
NUL byte is shown as its symbol (U+2400), and the mark of a coding at the start of a file (BOM) is no part of its text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from bot.knowledge.languages import language_of
from bot.model import BINARY

LARGEST_TEXT = 10_000_000
"""Bytes. A larger text is not read, and the review says so."""
LARGEST_LOCK = 32_000_000
"""Bytes of a lock file, which programs write."""
MOST_LINES = 500_000
"""Of a text; one of that many lines is data, and every list of its lines costs a hundred times its bytes."""
MOST_LOCK_LINES = 1_000_000
_LOCK = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|go\.sum|poetry\.lock|uv\.lock"
    r"|pipfile\.lock|composer\.lock|gemfile\.lock)$",
    re.IGNORECASE,
)
NUL = "\N{SYMBOL FOR NULL}"

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = re.compile(
    rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....(?:WEBP|WAVE|AVI )|\x00\x00\x01\x00|II\*\x00|MM\x00\*"
    rb"|BM....\x00\x00\x00\x00"
    rb"|%PDF-|PK\x03\x04|PK\x05\x06|\x1f\x8b|BZh[1-9]|\xfd7zXZ\x00|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!\x1a"
    rb"|\x7fELF|MZ|\xca\xfe\xba\xbe|[\xfe\xed\xcf\xce]{2}\xfa|[\xce\xcf]\xfa\xed\xfe|\x00asm|dex\n|!<arch>\n|BC\xc0\xde"
    rb"|ID3|OggS|fLaC|....ftyp|\x1aE\xdf\xa3|FLV\x01|\x00\x01\x00\x00\x00|OTTO|ttcf|wOF[F2]|SQLite format 3\x00"
    rb"|\x93NUMPY|\x89HDF"
    rb"|PAR1|PACK\x00|\xde\x12\x04\x95|\x95\x04\x12\xde|DICM|glTF|8BPS|\xd0\xcf\x11\xe0",
    re.DOTALL,
)
"""How files of pictures, sounds, fonts, archives, programs and tables of data begin."""
_MEDIA = frozenset(
    ".png .jpg .jpeg .jpe .gif .webp .bmp .ico .icns .cur .tif .tiff .psd .avif .heic .xcf .eps .ai .sketch .fig "
    ".blend .glb .mp3 .mp4 .m4a .m4v .ogg .oga .ogv .opus .flac .wav .avi .mov .mkv .webm .wmv .mid .aac .swf .ttf "
    ".otf .woff .woff2 .eot .ttc .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .rtf .epub .djvu .zip .gz .tgz "
    ".bz2 .xz .zst .7z .rar .tar .lz4 .jar .war .ear .aar .whl .egg .gem .crate .nupkg .deb .rpm .apk .ipa .dmg .iso "
    ".img .exe .dll .so .dylib .a .lib .o .obj .class .pyc .pyd .pyo .wasm .beam .elc .dex .node .bin .dat .db "
    ".sqlite .sqlite3 .mdb .npy .npz .h5 .hdf5 .pkl .pickle .parquet .arrow .feather .onnx .pb .pt .pth .tflite .mo "
    ".gmo .qm .jks .keystore .p12 .pfx .der .gpg .kdbx .snap .pcap .dcm .nii .shp .dbf .tfm .pfb .keras .gguf".split()
)
_SETTINGS = re.compile(
    r"(^|/)\.?env([._-][^/]*)?$|(^|/)\.[\w-]+rc$|\.(env|ini|cfg|conf|cnf|toml|properties|xml|txt|md|pem)$",
    re.IGNORECASE,
)
"""Names of texts that have no language here."""
_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - set(b"\t\n\r\f\x1b")))
_SAMPLE = 65_536
_SOME, _MUCH = 0.01, 0.10
"""Shares of control bytes: below the first nothing but a text has so few, above the second stands no text at all
(bytes by chance: 0.10 to 0.11)."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text, or why there is none: ``binary`` is evident, everything else is a gap."""

    text: str | None
    why: str | None = None


def read(path: str, content: bytes) -> Read:
    """The text of a file's content; ``path`` tells whether code is expected and whether media is likely."""
    found = _read(path, content)
    lines = found.text.count("\n") if found.text else 0
    most = MOST_LOCK_LINES if _LOCK.search(path) else MOST_LINES
    if lines > most:
        return Read(None, f"it has more than the limit of {most:,} lines ({lines:,})")
    return found


def largest(path: str) -> int:
    """Bytes of a text of this name that is read."""
    return LARGEST_LOCK if _LOCK.search(path) else LARGEST_TEXT


def _read(path: str, content: bytes) -> Read:
    if len(content) > largest(path):
        return Read(None, too_large(path, len(content)))
    wide = _wide(content)
    if wide is not None:
        name, start = wide
        try:
            return Read(content[start:].decode(name).replace("\0", NUL))
        except UnicodeDecodeError as error:
            return Read(None, f"it begins as {name.upper()} and is none (byte {error.start + start + 1:,})")
    if (why := _no_text(path, content)) is not None:
        return Read(None, why)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _by_line(content)
    return Read(text.removeprefix("\ufeff").replace("\0", NUL))


def too_large(path: str, size: int) -> str:
    """Why a text of ``size`` bytes is not read."""
    return f"larger than the limit of {largest(path):,} bytes ({size:,})"


def _wide(content: bytes) -> tuple[str, int] | None:
    """The codec of two or four bytes a character, and where the text begins; ``None`` where there is none."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return name, len(bom)
    sample = content[:_SAMPLE]
    if len(content) % 2 or len(sample) < 4 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    for here, there, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if here > 0.7 and there < 0.05 and not _control_share(content[name == "utf-16-be" :: 2]):
            return name, 0
    return None


def _no_text(path: str, content: bytes) -> str | None:
    """Why the content is no text: it is evidently binary, or it should be code and is not."""
    share = _control_share(content)
    if not share:
        return None
    if language_of(path) or _SETTINGS.search(path):
        # A few strange bytes keep no program from reading a file: it is read with them.
        return "binary content under the name of a text" if share > _MUCH else None
    named = PurePosixPath(path).suffix.lower() in _MEDIA
    return BINARY if share > _SOME and (named or _MAGIC.match(content)) else None


def _control_share(content: bytes) -> float:
    sample = content[:_SAMPLE]
    if not sample:
        return 0.0
    return max(
        (len(sample) - len(sample.translate(None, _CONTROLS))) / len(sample),
        1e-9 if b"\0" in content else 0.0,
    )


def _by_line(content: bytes) -> str:
    """Each line as UTF-8, else as declared, else its odd bytes as Windows-1252: they change nothing beside them."""
    declared = _declared(content)
    return "\n".join(_line(line, declared) for line in content.split(b"\n"))


def _line(line: bytes, declared: str) -> str:
    for codec in ("utf-8", declared):
        try:
            return line.decode(codec)
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", "patchwarden-windows-1252")


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows-1252, or as Latin-1 the five that it lacks. The rest of the line stays UTF-8:
    one odd byte must not make unreadable what a hidden character does beside it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in odd), error.end


codecs.register_error("patchwarden-windows-1252", _windows_1252)

_CODING = re.compile(rb"^[ \t\f]*(?:#|//|/\*|--|;|%|<!--).*?coding[:=][ \t]*([-\w.]+)")
_DECLARATION = re.compile(
    rb"^\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([-\w.]+)|<meta[^<>]*?\bcharset\s*=\s*[\"']?([-\w.]+)", re.IGNORECASE
)


def _declared(content: bytes) -> str:
    """The codec that the first lines name, where it leaves ASCII as it is; ``utf-8`` where there is none such."""
    for line in re.split(rb"\r\n?|\n", content[:2_000])[:2]:
        if match := _CODING.match(line):
            return _plain_codec(match[1].decode("ascii", "replace"))
    declared = _DECLARATION.search(content[:2_000])
    return _plain_codec((declared[1] or declared[2]).decode("ascii", "replace")) if declared else "utf-8"


def _plain_codec(name: str) -> str:
    return name if is_plain(name) else "utf-8"


@lru_cache(maxsize=256)
def is_plain(codec: str) -> bool:
    """Whether whoever reads a text of this codec byte by byte sees the same code as a program that decodes it."""
    try:
        return codecs.lookup(codec).name in _PLAIN
    except (LookupError, ValueError):
        return False


def _names(names: str) -> Iterator[str]:
    for name in names.split():
        yield codecs.lookup(name).name


_PLAIN = frozenset(
    _names(
        "utf-8 utf-8-sig ascii latin-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
        "iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 "
        "cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 "
        "cp863 cp865 cp866 cp869 cp874 koi8-r koi8-u koi8-t kz1048 ptcp154 tis-620 mac-roman mac-cyrillic mac-greek "
        "mac-latin2 mac-turkish mac-iceland euc-jp euc-kr gb2312 gbk gb18030 big5 big5hkscs cp932 cp949 cp950 "
        "shift-jis"
    )
)
"""Codecs in which every ASCII byte that is no part of another character is itself. (Those of East Asia use some as
second bytes; see :func:`workers.reading.readings.odd_coding`.)"""
EASTERN = frozenset(_names("gbk gb18030 big5 big5hkscs cp932 cp949 cp950 shift-jis"))
"""Codecs whose second bytes may be ASCII bytes."""
