/* SPDX-License-Identifier: BSD-3-Clause */
/* When a PollContext reports that hung-up descriptors are ignored. */
#include "model.h"

void model_poll_added(struct model_poll *poll)
{
	poll->hangups = 0;
	poll->max_hangups++;
}

void model_poll_deleted(struct model_poll *poll)
{
	poll->hangups = 0;
	if (poll->max_hangups > 0)
		poll->max_hangups--;
}

/* Once per loop: only the wait that exceeds the bound reports, those after it do not. */
bool model_poll_waited(struct model_poll *poll, uint64_t hangups)
{
	uint64_t before = poll->hangups;
	poll->hangups = hangups > UINT64_MAX - before ? UINT64_MAX : before + hangups;
	return before <= poll->max_hangups && poll->hangups > poll->max_hangups;
}
