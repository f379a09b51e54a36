#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	char line[128], command[256];

	// ruleid: c.exec.command-injection
	system(argv[1]);
	snprintf(command, sizeof command, "ls %s", argv[1]);
	// ruleid: c.exec.command-injection
	system(command);
	fgets(line, sizeof(line), stdin);
	strcpy(command, "host ");
	strcat(command, line);
	// ruleid: c.exec.command-injection
	FILE *answer = popen(command, "r");
	// ruleid: c.exec.command-injection
	execl("/bin/sh", "sh", "-c", getenv("QUERY_STRING"), NULL);
	// ok: c.exec.command-injection
	system("ls -l");
	// ok: c.exec.command-injection
	execl("/bin/ls", "ls", argv[1], NULL);
	return 0;
}

void numbers(int fd)
{
	char line[128], command[256];
	recv(fd, line, sizeof(line), 0);
	snprintf(command, sizeof command, "kill %d", atoi(line));
	// ok: c.exec.command-injection
	system(command);
	// ruleid: c.exec.command-injection
	system(line);
}

void edit(void)
{
	char command[256];
	char *editor = getenv("EDITOR");
	snprintf(command, sizeof command, "%s notes.txt", editor);
	// ok: c.exec.command-injection
	system(command);
}
