/* SPDX-License-Identifier: BSD-3-Clause */
/* Injects one fault, and judges what came of it. */
#include "inject.h"

/*
 * Linux never ends a wait of no time by a signal; and one without a limit goes on for as long as it
 * is interrupted. So a storm on epoll_wait ends; one on epoll_pwait2, which has a time, need not.
 */
enum { STORM = 200 };

bool fault_is_handled(const struct operation *op, const struct fault *fault)
{
	if (kernel_is_wait(fault->call) && fault->error == EINTR)
		return !op->single;
	return fault->call == PROGRAM_CALL_epoll_pwait2 &&
	       (fault->error == ENOSYS || fault->error == EPERM || fault->error == EOPNOTSUPP);
}

void add_fault_before(struct scene *s)
{
	if (s->op->before.times != 0)
		kernel_add_fault(&s->ls->kernel, s->op->before.call, s->op->before.error,
			s->op->before.times);
}

bool inject(struct scene *s, const struct operation *op, const struct fault *fault)
{
	struct kernel *k = &s->ls->kernel;
	bool storm = fault->call == PROGRAM_CALL_epoll_wait && fault->error == EINTR;
	uint64_t times = storm && fault->times == FOR_EVER ? STORM : fault->times;
	const struct kernel_fault *due;
	bool fired;
	int result;

	scene_begin(s, op);
	add_fault_before(s);
	kernel_add_fault(k, fault->call, 0, fault->nth - 1); /* these are let through */
	kernel_add_fault(k, fault->call, fault->error, times);
	due = &k->faults[k->fault_count];
	result = scene_perform(s);
	fired = due->times != times;
	if (due->times == 0 && times == FOR_EVER)
		fail_msg("the call went on until there was no more fault");
	if (fired && !fault_is_handled(op, fault))
		scene_failed(s, result, fault->error);
	else
		scene_succeeded(s, result);
	scene_still_works(s);
	scene_end(s);
	return fired;
}
