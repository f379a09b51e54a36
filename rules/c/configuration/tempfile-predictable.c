#include <stdlib.h>

void make(void)
{
	char name[] = "/tmp/app-XXXXXX";
	// ruleid: c.tempfile.predictable
	char *one = mktemp(name);
	// ruleid: c.tempfile.predictable
	char *two = tmpnam(NULL);
	// ruleid: c.tempfile.predictable
	FILE *three = fopen("/tmp/app.log", "w");
	// ruleid: c.tempfile.predictable
	int four = open("/tmp/app.lock", O_RDWR | O_CREAT, 0600);
	// ok: c.tempfile.predictable
	int five = mkstemp(name);
	// ok: c.tempfile.predictable
	FILE *six = tmpfile();
	// ok: c.tempfile.predictable
	FILE *seven = fopen("/tmp/app.log", "r");
	// ok: c.tempfile.predictable
	int eight = open("/tmp/app.lock", O_RDWR | O_CREAT | O_EXCL, 0600);
}

int folder(char *name)
{
	// ok: c.tempfile.predictable
	return mktemp(name) != NULL && mkdir(name, 0700) != -1;
}
