"""What a process gives up before it answers strangers: the network, and memory and time without end.

Takes numbers; gives nothing. Knows the calls of Linux that cannot be taken back; where the system does not have or not
permit one, the process goes on without, for it is a second line: `guard` and the limit of wall-clock time hold anyway.
Never knows what the process does.
"""

from __future__ import annotations

import ctypes
import math
import resource
from pathlib import Path
from typing import Final

_NEW_NETWORK: Final = 0x4000_0000  # CLONE_NEWNET and CLONE_NEWUSER of <linux/sched.h>; os.unshare comes with 3.12
_NEW_USER: Final = 0x1000_0000
_STATM: Final = Path("/proc/self/statm")


def leave_network() -> bool:
    """Move into a network of one's own that has no way out, and tell whether the system permits it.

    Root may at once; others first become somebody in a user namespace, which many systems let everybody do.
    """
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and (unshare(_NEW_NETWORK) == 0 or unshare(_NEW_NETWORK | _NEW_USER) == 0)


def limit_memory(extra: int) -> None:
    """Allow so many bytes of address space beyond those in use now; no core is dumped when they do not suffice."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _STATM.exists():
        pages = int(_STATM.read_text(encoding="ascii").split()[0])
        _set_soft(resource.RLIMIT_AS, pages * resource.getpagesize() + extra)


def free_memory() -> None:
    """Lift the limit of memory, as far as it was set here."""
    _set_soft(resource.RLIMIT_AS, resource.getrlimit(resource.RLIMIT_AS)[1])


def limit_time(seconds: float) -> None:
    """Allow so much CPU time from now on, and a little more: whoever asks looks at the clock on the wall first."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds) + 1)


def _set_soft(kind: int, wanted: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
