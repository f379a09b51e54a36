#include <libxml/parser.h>

void parse(const char *text, int size)
{
	// ruleid: c.xml.external-entities
	xmlDocPtr one = xmlReadMemory(text, size, "a.xml", NULL, XML_PARSE_NOENT);
	// ruleid: c.xml.external-entities
	xmlDocPtr two = xmlReadFile(text, NULL, XML_PARSE_NOENT | XML_PARSE_NONET);
	// ruleid: c.xml.external-entities
	xmlSubstituteEntitiesDefault(1);
	// ok: c.xml.external-entities
	xmlDocPtr three = xmlReadMemory(text, size, "a.xml", NULL, XML_PARSE_NONET);
	// ok: c.xml.external-entities
	xmlDocPtr four = xmlReadFile(text, NULL, 0);
	// ok: c.xml.external-entities
	xmlSubstituteEntitiesDefault(0);
}
