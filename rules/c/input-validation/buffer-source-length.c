#include <string.h>

void copy(const char *name)
{
	char buffer[32];
	// ruleid: c.buffer.source-length
	strncpy(buffer, name, strlen(name));
	// ruleid: c.buffer.source-length
	strncat(buffer, name, sizeof(buffer));
	// ruleid: c.buffer.source-length
	strncpy(buffer, name, strlen(name) + 1);
	// ok: c.buffer.source-length
	strncpy(buffer, name, sizeof(buffer) - 1);
	// ok: c.buffer.source-length
	strncat(buffer, name, sizeof(buffer) - strlen(buffer) - 1);
	// ok: c.buffer.source-length
	strlcpy(buffer, name, sizeof(buffer));
}

char *own(const char *name)
{
	char *room = malloc(strlen(name) + 1);

	// ok: c.buffer.source-length
	strlcpy(room, name, strlen(name) + 1);
	return room;
}
