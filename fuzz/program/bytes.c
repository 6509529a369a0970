/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs as bytes. A record holds the code in byte 0; where each kind of argument stands is one
 * table for all operations, so that changing the code keeps what the arguments mean.
 */
#include "memory.h"
#include "program.h"

#include <errno.h>
#include <string.h>

static const uint8_t magic[PROGRAM_HEADER_SIZE] = {0xe7, 'p', 'c', PROGRAM_FORMAT_VERSION};

enum { MAGIC_SIZE = PROGRAM_HEADER_SIZE - 1, FIRST_VARIABLE = 2, SECOND_VARIABLE = 4 };

/* Little-endian fields of a record; bytes that no argument of an operation uses are 0. */
struct field {
	uint8_t offset;
	uint8_t size;
};

static struct field field_of(enum program_argument kind, size_t position)
{
	static const struct field fields[] = {
		[PROGRAM_ARGUMENT_NONE] = {0, 0},
		/* A second variable stands at SECOND_VARIABLE. */
		[PROGRAM_ARGUMENT_BIND] = {FIRST_VARIABLE, 2},
		[PROGRAM_ARGUMENT_USE] = {FIRST_VARIABLE, 2},
		[PROGRAM_ARGUMENT_SEMAPHORE] = {1, 1},
		[PROGRAM_ARGUMENT_HOW] = {1, 1},
		[PROGRAM_ARGUMENT_CALL] = {1, 1},
		[PROGRAM_ARGUMENT_TIMES] = {4, 2},
		[PROGRAM_ARGUMENT_ERRNO] = {6, 2},
		[PROGRAM_ARGUMENT_COUNT] = {8, 4},
		[PROGRAM_ARGUMENT_BYTES] = {8, 4},
		[PROGRAM_ARGUMENT_EVENTS] = {8, 4},
		[PROGRAM_ARGUMENT_CAPACITY] = {8, 4},
		[PROGRAM_ARGUMENT_AMOUNT] = {12, 8},
		[PROGRAM_ARGUMENT_TOKEN] = {12, 8},
	};
	struct field field = fields[kind];

	/* A new kind of argument needs its place. */
#define X(...) +1
	_Static_assert(sizeof fields / sizeof fields[0] == 0 PROGRAM_ARGUMENTS(X),
		"an argument kind without a field");
#undef X
	if (position == 1 && (kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_USE))
		field.offset = SECOND_VARIABLE;
	return field;
}

static uint64_t load(const uint8_t *record, struct field field)
{
	uint64_t value = 0;

	for (size_t i = field.size; i-- > 0;)
		value = value << 8 | record[field.offset + i];
	return value;
}

static void store(uint8_t *record, struct field field, uint64_t value)
{
	for (size_t i = 0; i < field.size; i++)
		record[field.offset + i] = (uint8_t)(value >> 8 * i);
}

static void decode_record(const uint8_t *record, struct program_operation *op)
{
	*op = (struct program_operation){
		.code = (enum program_code)(record[0] % PROGRAM_CODE_COUNT)};
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
		enum program_argument kind = program_operations[op->code].arguments[j];

		op->arguments[j] = load(record, field_of(kind, j));
	}
}

int program_decode(struct program *p, const uint8_t *bytes, size_t size)
{
	size_t count;

	program_clear(p);
	if (size >= PROGRAM_HEADER_SIZE && memcmp(bytes, magic, MAGIC_SIZE) == 0) {
		if (bytes[MAGIC_SIZE] != PROGRAM_FORMAT_VERSION)
			return -EPROTONOSUPPORT;
		bytes += PROGRAM_HEADER_SIZE;
		size -= PROGRAM_HEADER_SIZE;
	}
	count = size / PROGRAM_RECORD_SIZE;
	if (count > PROGRAM_OPERATIONS_MAX)
		count = PROGRAM_OPERATIONS_MAX;
	if (program_reserve(p, count) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		decode_record(bytes + i * PROGRAM_RECORD_SIZE, &p->operations[i]);
	p->count = count;
	program_repair(p);
	return 0;
}

size_t program_encoded_size(const struct program *p)
{
	return PROGRAM_HEADER_SIZE + p->count * PROGRAM_RECORD_SIZE;
}

size_t program_encode(const struct program *p, uint8_t *bytes, size_t size)
{
	size_t written = PROGRAM_HEADER_SIZE;

	if (size < PROGRAM_HEADER_SIZE)
		return 0;
	memcpy(bytes, magic, sizeof magic);
	for (size_t i = 0; i < p->count && size - written >= PROGRAM_RECORD_SIZE; i++) {
		const struct program_operation *op = &p->operations[i];
		uint8_t *record = bytes + written;

		memset(record, 0, PROGRAM_RECORD_SIZE);
		record[0] = (uint8_t)op->code;
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			enum program_argument kind = program_operations[op->code].arguments[j];

			store(record, field_of(kind, j), op->arguments[j]);
		}
		written += PROGRAM_RECORD_SIZE;
	}
	return written;
}
