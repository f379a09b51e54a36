#include <string.h>

void take(const unsigned char *message)
{
	char buffer[64];
	uint32_t size = ntohl(*(const uint32_t *)message);
	// ruleid: c.buffer.outside-length
	memcpy(buffer, message + 4, size);
	// ruleid: c.buffer.outside-length
	buffer[size] = '\0';
}

void text(int fd, const char *line)
{
	char buffer[64];
	int wanted = atoi(line);
	// ruleid: c.buffer.outside-length
	recv(fd, buffer, wanted, 0);
	// ok: c.buffer.outside-length
	recv(fd, buffer, sizeof(buffer), 0);
}

void safe(const unsigned char *message)
{
	char buffer[64];
	uint32_t size = ntohl(*(const uint32_t *)message);
	if (size > sizeof(buffer))
		return;
	// ok: c.buffer.outside-length
	memcpy(buffer, message + 4, size);
}

void least(const unsigned char *message)
{
	char buffer[64];
	uint32_t size = MIN(ntohl(*(const uint32_t *)message), sizeof(buffer));
	// ok: c.buffer.outside-length
	memcpy(buffer, message + 4, size);
}
