#include <stdlib.h>

void *make(const uint32_t *message)
{
	uint32_t count = ntohl(message[0]);
	// ruleid: c.alloc.size-overflow
	return malloc(count * sizeof(struct item));
}

void stack(const char *text)
{
	int size = atoi(text);
	// ruleid: c.alloc.size-overflow
	char *buffer = alloca(size);
	// ruleid: c.alloc.size-overflow
	char other[size];
}

void *grow(void *old, int fd)
{
	unsigned count;
	read(fd, &count, sizeof(count));
	// ruleid: c.alloc.size-overflow
	return realloc(old, count * 16);
}

void *safe(const uint32_t *message)
{
	uint32_t count = ntohl(message[0]);
	// ok: c.alloc.size-overflow
	void *cleared = calloc(count, sizeof(struct item));
	if (count > 1000)
		return NULL;
	// ok: c.alloc.size-overflow
	return malloc(count * sizeof(struct item));
}

void *fixed(void)
{
	// ok: c.alloc.size-overflow
	return malloc(16 * sizeof(struct item));
}
