#include <string.h>

void end(const char *name, int *numbers)
{
	char buffer[32];
	int values[4];
	// ruleid: c.buffer.off-by-one
	buffer[sizeof(buffer)] = '\0';
	// ruleid: c.buffer.off-by-one
	values[sizeof(values) / sizeof(values[0])] = 0;
	// ok: c.buffer.off-by-one
	buffer[sizeof(buffer) - 1] = '\0';
	// ok: c.buffer.off-by-one
	char *behind = &buffer[sizeof(buffer)];
	// ok: c.buffer.off-by-one
	values[3] = 0;
}
