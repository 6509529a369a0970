# SPDX-License-Identifier: BSD-3-Clause
"""What ci/canary is made of."""
