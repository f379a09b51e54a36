#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
	char name[32], line[512], path[64];

	// ruleid: c.buffer.unbounded-copy
	strcpy(name, argv[1]);
	// ruleid: c.buffer.unbounded-copy
	sprintf(path, "%s/.config", getenv("HOME"));
	fgets(line, sizeof(line), stdin);
	// ruleid: c.buffer.unbounded-copy
	strcat(name, line);
	char *word = strtok(line, " ");
	// ruleid: c.buffer.unbounded-copy
	strcpy(name, word);
	// ok: c.buffer.unbounded-copy
	snprintf(path, sizeof path, "%s/.config", getenv("HOME"));
	// ok: c.buffer.unbounded-copy
	strcpy(name, "none");
	// ok: c.buffer.unbounded-copy
	sprintf(name, "%d", atoi(argv[1]));
	return 0;
}

void checked(int fd)
{
	char name[32], line[512];
	recv(fd, line, sizeof(line), 0);
	if (strlen(line) >= sizeof(name))
		return;
	// ok: c.buffer.unbounded-copy
	strcpy(name, line);
}

void allocated(void)
{
	char *home = getenv("HOME");
	char *copy = malloc(strlen(home) + 1);
	// ok: c.buffer.unbounded-copy
	strcpy(copy, home);
}
