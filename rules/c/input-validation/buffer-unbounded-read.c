#include <stdio.h>

void read_all(FILE *file)
{
	char name[32];
	int number;

	// ruleid: c.buffer.unbounded-read
	gets(name);
	// ruleid: c.buffer.unbounded-read
	scanf("%s", name);
	// ruleid: c.buffer.unbounded-read
	fscanf(file, "%d %s", &number, name);
	// ruleid: c.buffer.unbounded-read
	scanf("%[^\n]", name);
	// ok: c.buffer.unbounded-read
	fgets(name, sizeof(name), stdin);
	// ok: c.buffer.unbounded-read
	scanf("%31s", name);
	// ok: c.buffer.unbounded-read
	scanf("%d", &number);
	// ok: c.buffer.unbounded-read
	scanf("%ms", &name);
}
