#include <unistd.h>

int load(const char *path)
{
	if (access(path, R_OK) == 0) {
		// ruleid: c.file.access-then-open
		return open(path, O_RDONLY);
	}
	return -1;
}

FILE *other(const char *path)
{
	if (access(path, W_OK) != 0)
		return NULL;
	// ruleid: c.file.access-then-open
	return fopen(path, "w");
}

int safe(const char *path, const char *second)
{
	// ok: c.file.access-then-open
	int fd = open(path, O_RDONLY);
	fstat(fd, &status);
	if (access(path, R_OK) == 0) {
		// ok: c.file.access-then-open
		return open(second, O_RDONLY);
	}
	// ok: c.file.access-then-open
	return fopen(second, "r");
}
