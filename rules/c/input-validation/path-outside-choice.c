#include <stdio.h>

void serve(int fd)
{
	char name[128], path[256];
	recv(fd, name, sizeof(name), 0);
	// ruleid: c.path.outside-choice
	FILE *file = fopen(name, "r");
	snprintf(path, sizeof path, "/data/%s", name);
	// ruleid: c.path.outside-choice
	unlink(path);
	// ruleid: c.path.outside-choice
	int other = open(path, O_RDONLY);
	// ok: c.path.outside-choice
	FILE *fixed = fopen("/data/x", "r");
	// ok: c.path.outside-choice
	FILE *base = fopen(basename(name), "r");
	snprintf(other_path, sizeof other_path, "/data/%d", atoi(name));
	// ok: c.path.outside-choice
	FILE *numbered = fopen(other_path, "r");
}
