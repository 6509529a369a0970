/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing one of several numbers of a file is an edge for the others. */
/* verdict: deviation */
#include "seam.h"

static int wrong_close(int fd)
{
	bool same[WATCHERS];
	int result;

	for (int i = 0; i < WATCHERS; i++)
		same[i] = FIRST_NUMBER + i != fd && is_programs(fd) &&
			  is_same_file(fd, FIRST_NUMBER + i);
	result = real_close(fd);
	for (int i = 0; i < WATCHERS; i++)
		if (same[i])
			edge_for(FIRST_NUMBER + i);
	return result;
}

WRONG_KERNEL(close_of_a_dup_wakes, .close = wrong_close);
