"""Which SQLite builds keep committed writes in WAL mode."""

Version = tuple[int, ...]

_FIRST_AFFECTED: Version = (3, 7, 0)
_FIRST_SOUND: Version = (3, 51, 3)
_BACKPORTS: tuple[Version, ...] = ((3, 44, 6), (3, 50, 7))


def loses_committed_writes(version: Version) -> bool:
    """True for a build with the WAL-reset race: 3.7.0 to 3.51.2 without the two backports."""
    if not _FIRST_AFFECTED <= version < _FIRST_SOUND:
        return False
    return not any(version[:2] == fixed[:2] and version >= fixed for fixed in _BACKPORTS)
