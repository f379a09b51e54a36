<?php

// ruleid: php.xml.external-entities
$document = simplexml_load_string($text, 'SimpleXMLElement', LIBXML_NOENT);
// ruleid: php.xml.external-entities
$dom->loadXML($text, LIBXML_NOENT | LIBXML_DTDLOAD);
// ruleid: php.xml.external-entities
$dom->substituteEntities = true;
// ruleid: php.xml.external-entities
libxml_disable_entity_loader(false);
// ruleid: php.xml.external-entities
$document = new SimpleXMLElement($text, LIBXML_NOENT);
// ruleid: php.xml.external-entities
$reader->setParserProperty(XMLReader::SUBST_ENTITIES, true);
// ok: php.xml.external-entities
$document = simplexml_load_string($text);
// ok: php.xml.external-entities
$dom->loadXML($text, LIBXML_NONET);
// ok: php.xml.external-entities
libxml_disable_entity_loader(true);
