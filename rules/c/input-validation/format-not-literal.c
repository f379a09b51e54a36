#include <stdio.h>
#include <syslog.h>

void tell(FILE *file, const char *text, struct user *user)
{
	char line[128];
	static const char usage[] = "usage: %% tell\n";
	// ruleid: c.format.not-literal
	printf(text);
	// ruleid: c.format.not-literal
	fprintf(file, user->name);
	// ruleid: c.format.not-literal
	syslog(LOG_INFO, text);
	// ruleid: c.format.not-literal
	snprintf(line, sizeof(line), text);
	// ok: c.format.not-literal
	printf("%s", text);
	// ok: c.format.not-literal
	printf(usage);
	// ok: c.format.not-literal
	printf(USAGE);
	// ok: c.format.not-literal
	printf(_("done\n"));
	// ok: c.format.not-literal
	snprintf(line, sizeof(line), "%s", text);
}
