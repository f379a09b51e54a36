#include <stdlib.h>

void make_token(char *out)
{
	for (int i = 0; i < 16; i++)
		// ruleid: c.random.predictable-secret
		out[i] = 'a' + rand() % 26;
}

void fields(struct session *session)
{
	// ruleid: c.random.predictable-secret
	session->nonce = random();
	// ruleid: c.random.predictable-secret
	int password = rand() % 10000;
	// ok: c.random.predictable-secret
	int delay = rand() % 10;
	// ok: c.random.predictable-secret
	int div = rand() % 10;
	// ok: c.random.predictable-secret
	session->token = arc4random();
	// ok: c.random.predictable-secret
	getrandom(session->salt, 16, 0);
}
