<?php

// ruleid: php.header.injection
header('X-Name: ' . $_GET['name']);
// ruleid: php.header.injection
header("Content-Disposition: attachment; filename={$_GET['name']}");
// ruleid: php.header.injection
setrawcookie('name', $_GET['name']);
// ok: php.header.injection
header('X-Page: ' . (int) $_GET['page']);
// ok: php.header.injection
header('X-Name: ' . rawurlencode($_GET['name']));
// ok: php.header.injection
header('Content-Type: text/html');
