# SPDX-License-Identifier: BSD-3-Clause
"""What ci/doctor asks this machine, and what it makes of the answers."""
