<?php

// ruleid: php.regex.from-request
preg_match('/' . $_GET['q'] . '/', $text);
// ruleid: php.regex.from-request
preg_match_all("/\b{$_POST['word']}\b/i", $text, $found);
// ruleid: php.regex.from-request
$parts = preg_split($_GET['separator'], $text);
// ok: php.regex.from-request
preg_match('/' . preg_quote($_GET['q'], '/') . '/', $text);
// ok: php.regex.from-request
preg_match('/^[a-z]+$/', $_GET['q']);
// ok: php.regex.from-request
preg_match('/^\d{' . (int) $_GET['n'] . '}$/', $text);
