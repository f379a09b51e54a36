#include <stdlib.h>

void use(struct node *node, char *text)
{
	free(node);
	// ruleid: c.free.used-again
	node->next = NULL;
	free(text);
	// ruleid: c.free.used-again
	text[0] = 'x';
}

void safe(struct node *node, char *text)
{
	struct node *next = node->next;
	free(node);
	node = next;
	// ok: c.free.used-again
	node->next = NULL;
	free(text);
	text = NULL;
	// ok: c.free.used-again
	text[0] = 'x';
}

int stopped(struct node *node, int failed)
{
	if (failed) {
		free(node);
		return -1;
	}
	// ok: c.free.used-again
	return node->number;
}
