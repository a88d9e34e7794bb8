"""Where a file lies: on a disk of this machine, or on a share of the network."""

import re
from pathlib import Path

from .errors import Refused

# File systems whose locks other machines do not see as SQLite needs them (names as in proc(5)).
SHARES = frozenset({
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "davfs",
    "fuse.ceph", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs",
    "fuse.sshfs", "gfs2", "glusterfs", "lustre", "ncpfs", "ocfs2", "prl_fs", "virtiofs", "vboxsf",
})  # fmt: skip
MOUNTS = Path("/proc/self/mountinfo")


def share(path: Path) -> str | None:
    """The kind of network share a path lies on; None on a disk, and where the system is silent."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    mounts = {point: kind for point, kind in map(_mount, lines) if path.is_relative_to(point)}
    deepest = max(mounts, key=len, default="")
    return mounts[deepest] if mounts.get(deepest) in SHARES else None


def _mount(line: str) -> tuple[str, str]:
    """The folder and the kind of one mount (proc(5): field 5, and the one after the lone dash)."""
    about, _, rest = line.partition(" - ")
    point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), about.split(" ")[4])
    return point, rest.split(" ")[0]


def refuse_share(path: Path) -> None:
    """Raises Refused for a path on a network share."""
    kind = share(path)
    if kind is not None:
        raise Refused(
            f"{path} is on a network share ({kind}), where saves of several machines get lost. "
            "Use a folder of this machine, or PostgreSQL for a team; if only this machine writes "
            "to it, set network_share = true in the configuration."
        )
