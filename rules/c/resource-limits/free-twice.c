#include <stdlib.h>

void twice(char *text)
{
	// ruleid: c.free.twice
	free(text);
	log_it("done");
	free(text);
}

void safe(char *text)
{
	// ok: c.free.twice
	free(text);
	text = strdup("x");
	free(text);
}

int stopped(char *text, int failed)
{
	if (failed) {
		// ok: c.free.twice
		free(text);
		return -1;
	}
	// ok: c.free.twice
	free(text);
	return 0;
}

void filled(char *text)
{
	// ok: c.free.twice
	free(text);
	asprintf(&text, "x");
	free(text);
}
