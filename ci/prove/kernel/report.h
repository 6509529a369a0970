/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a caller's report of a busy loop may do to the object that reports, and to the world. Read
 * before every source file, for it needs the object's declaration.
 */
#ifndef PROVE_REPORT_H
#define PROVE_REPORT_H

#include "epollctx.h"

// Which calls it makes and what it leaves is its own business, of which nobody else takes any away.
/*@ requires \valid(reporting);
    assigns kernel, reporting->hangups, reporting->max_hangups, reporting->check_for_hangup,
      reporting->report, reporting->arg;
    ensures report_call: calls{Pre} < calls && call_at(calls{Pre}) ==
      report_call(arg, \old(reporting->hangups), \old(reporting->max_hangups));
    ensures report_leaves: left_by_report(reporting, calls{Pre});
 */
void busy_loop_report(void *arg);

#endif
