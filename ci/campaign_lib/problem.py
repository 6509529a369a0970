# SPDX-License-Identifier: BSD-3-Clause
"""The one error of a campaign, and its exit statuses."""

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2


class Problem(Exception):
    """The campaign cannot run, or not go on: its text says why, and where the output is."""
