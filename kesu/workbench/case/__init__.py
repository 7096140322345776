"""One complaint: what may I do now?"""

from kesu.workbench.case.company import pulse, watch
from kesu.workbench.case.door import case, page

__all__ = ["case", "page", "pulse", "watch"]
