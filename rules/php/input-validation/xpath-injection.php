<?php

$xpath = new DOMXPath($document);
// ruleid: php.xpath.injection
$xpath->query("//user[name='{$_GET['name']}']");
// ruleid: php.xpath.injection
$xpath->evaluate('//user[@id="' . $_POST['id'] . '"]');
// ruleid: php.xpath.injection
$xml->xpath("//user[name='" . $_GET['name'] . "']");
// ok: php.xpath.injection
$xpath->query('//user[@id=' . (int) $_GET['id'] . ']');
// ok: php.xpath.injection
$xpath->query('//user');
$name = $_GET['name'];
if (!ctype_alnum($name)) {
    exit;
}
// ok: php.xpath.injection
$xml->xpath("//user[name='$name']");
