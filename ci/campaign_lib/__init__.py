# SPDX-License-Identifier: BSD-3-Clause
"""The parts of ci/campaign: one module for each thing that a campaign does."""
