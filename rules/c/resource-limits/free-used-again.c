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

char *joined(struct grid *grid, unsigned lines)
{
	char *text = duplicate(""), *line;
	size_t length = 0;

	for (unsigned at = 0; at < lines; at++) {
		struct row *row = row_of(grid, at);

		print_to(&line, "%u\n", row->number);
		// ok: c.free.used-again
		text = append(text, &length, line, strlen(line));
		free(line);
		// ok: c.free.used-again
		text[length++] = '\n';
	}
	return text;
}
