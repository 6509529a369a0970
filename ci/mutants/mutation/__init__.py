# SPDX-License-Identifier: BSD-3-Clause
"""Mutation testing: makes one small change after the other to the sources, and asks who notices."""
