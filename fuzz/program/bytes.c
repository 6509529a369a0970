/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs as bytes. A record holds the code in byte 0; where each kind of argument stands is one
 * table for all operations, so that changing the code keeps what the arguments mean.
 */
#include "memory.h"
#include "program.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

static const uint8_t magic[PROGRAM_HEADER_SIZE] = {0xe7, 'p', 'c', PROGRAM_FORMAT_VERSION};

enum { MAGIC_SIZE = PROGRAM_HEADER_SIZE - 1, FIRST_VARIABLE = 2, SECOND_VARIABLE = 4 };

/*
 * A field of a record, little-endian: its bits in the 8 bytes from the offset on. Bytes that no
 * argument of an operation uses are 0.
 */
struct field {
	size_t offset;
	uint64_t mask;
};

#define FIELD(offset, mask)  \
	{                    \
		offset, mask \
	}

/* Where each kind of argument stands; a variable, by which argument it is. */
#define PLACE_NONE(position)	  FIELD(0, 0)
#define PLACE_BIND(position)	  FIELD((position) == 0 ? FIRST_VARIABLE : SECOND_VARIABLE, UINT16_MAX)
#define PLACE_USE(position)	  PLACE_BIND(position)
#define PLACE_SEMAPHORE(position) FIELD(1, UINT8_MAX)
#define PLACE_HOW(position)	  FIELD(1, UINT8_MAX)
#define PLACE_CALL(position)	  FIELD(1, UINT8_MAX)
#define PLACE_TIMES(position)	  FIELD(4, UINT16_MAX)
#define PLACE_ERRNO(position)	  FIELD(6, UINT16_MAX)
#define PLACE_COUNT(position)	  FIELD(8, UINT32_MAX)
#define PLACE_BYTES(position)	  FIELD(8, UINT32_MAX)
#define PLACE_EVENTS(position)	  FIELD(8, UINT32_MAX)
#define PLACE_CAPACITY(position)  FIELD(8, UINT32_MAX)
#define PLACE_AMOUNT(position)	  FIELD(12, UINT64_MAX)
#define PLACE_TOKEN(position)	  FIELD(12, UINT64_MAX)

static const struct field fields[PROGRAM_CODE_COUNT][PROGRAM_ARGUMENTS_MAX] = {
#define X(name, result, a1, a2, a3, a4, ...) \
	[PROGRAM_##name] = {PLACE_##a1(0), PLACE_##a2(1), PLACE_##a3(2), PLACE_##a4(3)},
	PROGRAM_OPERATIONS(X)
#undef X
};

static uint64_t load(const uint8_t *record, const struct field *field)
{
	uint64_t value;

	memcpy(&value, record + field->offset, sizeof value);
	return le64toh(value) & field->mask;
}

static void store(uint8_t *record, const struct field *field, uint64_t value)
{
	uint64_t bytes;

	memcpy(&bytes, record + field->offset, sizeof bytes);
	bytes = (bytes & ~htole64(field->mask)) | htole64(value & field->mask);
	memcpy(record + field->offset, &bytes, sizeof bytes);
}

static void decode_record(const uint8_t *record, struct program_operation *op)
{
	enum program_code code = (enum program_code)(record[0] % PROGRAM_CODE_COUNT);

	*op = (struct program_operation){.code = code};
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++)
		op->arguments[j] = load(record, &fields[code][j]);
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
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++)
			store(record, &fields[op->code][j], op->arguments[j]);
		written += PROGRAM_RECORD_SIZE;
	}
	return written;
}
