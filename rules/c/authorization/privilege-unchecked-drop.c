#include <stdlib.h>
#include <unistd.h>

void drop(uid_t user, gid_t group)
{
	// ruleid: c.privilege.unchecked-drop
	setgid(group);
	// ruleid: c.privilege.unchecked-drop
	setuid(user);
	// ruleid: c.privilege.unchecked-drop
	setresuid(user, user, user);
}

void safe(uid_t user, gid_t group)
{
	// ok: c.privilege.unchecked-drop
	if (setgid(group) != 0)
		abort();
	// ok: c.privilege.unchecked-drop
	if (setuid(user) == -1)
		abort();
	// ok: c.privilege.unchecked-drop
	int failed = setresuid(user, user, user);
	// ok: c.privilege.unchecked-drop
	getuid();
}
