# SPDX-License-Identifier: BSD-3-Clause
"""The one error of the coverage tool, and its exit statuses."""

EXIT_COVERED = 0
EXIT_NOT_COVERED = 1
EXIT_UNUSABLE = 2


class Problem(Exception):
    """Nothing can be said about the coverage: the text says why."""
