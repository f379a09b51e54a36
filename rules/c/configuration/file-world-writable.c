#include <sys/stat.h>

void open_to_all(const char *path, int fd)
{
	// ruleid: c.file.world-writable
	chmod(path, 0777);
	// ruleid: c.file.world-writable
	fchmod(fd, 0666);
	// ruleid: c.file.world-writable
	chmod(path, S_IRUSR | S_IWUSR | S_IWOTH);
	// ok: c.file.world-writable
	chmod(path, 0640);
	// ok: c.file.world-writable
	chmod(path, 0755);
	// ok: c.file.world-writable
	fchmod(fd, S_IRUSR | S_IWUSR);
	// ok: c.file.world-writable
	chmod(path, mode);
}
