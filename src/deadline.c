/* SPDX-License-Identifier: BSD-3-Clause */
/* Arithmetic on times; the arguments are valid times, tv_nsec from 0 to 999999999. */
#include "deadline.h"

#include <limits.h>
#include <stdint.h>

#define NANOSECONDS_PER_SECOND	    1000000000L
#define NANOSECONDS_PER_MILLISECOND 1000000L

/* time_t is a signed integer of 32 or 64 bits wherever Linux runs: INT32_MAX or INT64_MAX. */
#define TIME_MAX ((time_t)(UINT64_MAX >> (65 - 8 * sizeof(time_t))))

bool epollctx_timeout_is_valid(const struct timespec *timeout)
{
	return timeout->tv_sec >= 0 && timeout->tv_nsec >= 0 &&
	       timeout->tv_nsec < NANOSECONDS_PER_SECOND;
}

/* Without the bound, but for what is certain to be above it: INT64_MAX. */
/*@ requires \valid_read(timeout) && is_time(*timeout);
    assigns \nothing;
    ensures \result > INT_MAX ? milliseconds_up(time_of(*timeout)) > INT_MAX :
      \result == milliseconds_up(time_of(*timeout));
 */
static int64_t milliseconds_up(const struct timespec *timeout)
{
	int64_t of_nanoseconds =
		(timeout->tv_nsec + NANOSECONDS_PER_MILLISECOND - 1) / NANOSECONDS_PER_MILLISECOND;

	if (timeout->tv_sec > INT_MAX / 1000)
		return INT64_MAX;
	return (int64_t)timeout->tv_sec * 1000 + of_nanoseconds;
}

bool epollctx_timeout_is_whole_milliseconds(const struct timespec *timeout)
{
	return timeout->tv_nsec % NANOSECONDS_PER_MILLISECOND == 0;
}

bool epollctx_timeout_fits_milliseconds(const struct timespec *timeout)
{
	return epollctx_timeout_is_whole_milliseconds(timeout) &&
	       milliseconds_up(timeout) <= INT_MAX;
}

int epollctx_timeout_in_milliseconds(const struct timespec *timeout)
{
	int64_t milliseconds = milliseconds_up(timeout);

	return milliseconds > INT_MAX ? INT_MAX : (int)milliseconds;
}

struct timespec epollctx_deadline_after(struct timespec now, struct timespec timeout)
{
	struct timespec deadline = {TIME_MAX, NANOSECONDS_PER_SECOND - 1};
	long nanoseconds = now.tv_nsec + timeout.tv_nsec;
	time_t carry = nanoseconds >= NANOSECONDS_PER_SECOND ? 1 : 0;

	if (timeout.tv_sec > TIME_MAX - now.tv_sec - carry)
		return deadline;
	deadline.tv_sec = now.tv_sec + timeout.tv_sec + carry;
	deadline.tv_nsec = nanoseconds - (carry != 0 ? NANOSECONDS_PER_SECOND : 0);
	return deadline;
}

struct timespec epollctx_deadline_left(struct timespec deadline, struct timespec now)
{
	struct timespec left = {0, 0};
	time_t borrow = deadline.tv_nsec < now.tv_nsec ? 1 : 0;

	if (deadline.tv_sec < now.tv_sec || deadline.tv_sec - now.tv_sec < borrow)
		return left;
	left.tv_sec = deadline.tv_sec - now.tv_sec - borrow;
	left.tv_nsec = deadline.tv_nsec - now.tv_nsec + (borrow != 0 ? NANOSECONDS_PER_SECOND : 0);
	return left;
}
