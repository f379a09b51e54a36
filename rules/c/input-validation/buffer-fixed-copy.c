#include <string.h>

void copy(const char *name)
{
	char buffer[32];
	// ruleid: c.buffer.fixed-copy
	strcpy(buffer, name);
	// ruleid: c.buffer.fixed-copy
	strcat(buffer, name);
	// ruleid: c.buffer.fixed-copy
	sprintf(buffer, "<%s>", name);
	// ok: c.buffer.fixed-copy
	snprintf(buffer, sizeof(buffer), "<%s>", name);
	// ok: c.buffer.fixed-copy
	strcpy(buffer, "none");
	// ok: c.buffer.fixed-copy
	sprintf(buffer, "%d", 3);
}
