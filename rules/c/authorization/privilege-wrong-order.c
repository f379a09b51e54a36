#include <unistd.h>

void wrong(uid_t user, gid_t group)
{
	// ruleid: c.privilege.wrong-order
	if (setuid(user) != 0)
		abort();
	if (setgid(group) != 0)
		abort();
}

void also(uid_t user, gid_t group)
{
	// ruleid: c.privilege.wrong-order
	setuid(user);
	setgid(group);
}

void safe(uid_t user, gid_t group)
{
	// ok: c.privilege.wrong-order
	if (setgid(group) != 0)
		abort();
	// ok: c.privilege.wrong-order
	if (setuid(user) != 0)
		abort();
	// ok: c.privilege.wrong-order
	getuid();
}
