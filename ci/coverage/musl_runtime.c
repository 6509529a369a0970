/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * LLVM's coverage runtime was built for glibc, and calls what its fortified headers make of two
 * functions. musl has no such names: here they are the plain functions.
 */
#include <stdarg.h>
#include <stdio.h>

int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...);

int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
	va_list arguments;
	int result;

	(void)flag;
	va_start(arguments, format);
	result = vfprintf(stream, format, arguments);
	va_end(arguments);
	return result;
}

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...)
{
	va_list arguments;
	int result;

	(void)flag;
	(void)room;
	va_start(arguments, format);
	result = vsnprintf(to, size, format, arguments);
	va_end(arguments);
	return result;
}
