<?php

// ruleid: php.deserialization.request-data
$cart = unserialize($_COOKIE['cart']);
// ruleid: php.deserialization.request-data
$cart = unserialize(base64_decode($_POST['cart']));
$raw = file_get_contents('php://input');
// ruleid: php.deserialization.request-data
$data = \unserialize($raw);
// ruleid: php.deserialization.request-data
$data = maybe_unserialize($_REQUEST['data']);
// ruleid: php.deserialization.request-data
$data = igbinary_unserialize($request->getContent());
// ruleid: php.deserialization.request-data
$data = yaml_parse($_POST['yaml']);
// ok: php.deserialization.request-data
$cart = json_decode($_COOKIE['cart'], true);
// ok: php.deserialization.request-data
$cart = unserialize($_COOKIE['cart'], ['allowed_classes' => false]);
// ok: php.deserialization.request-data
$cart = unserialize(file_get_contents('/var/cache/cart'));
// ok: php.deserialization.request-data
$data = maybe_unserialize(get_option('cart'));
