<?php

// ruleid: php.mail.header-injection
mail('a@example.org', 'Hello', $_POST['text'], 'From: ' . $_POST['from']);
$headers = "From: {$_POST['name']} <web@example.org>\r\n";
// ruleid: php.mail.header-injection
mail('a@example.org', 'Hello', 'text', $headers);
// ruleid: php.mail.header-injection
mb_send_mail('a@example.org', 'Hello', 'text', "Reply-To: $_REQUEST[mail]");
// ok: php.mail.header-injection
mail('a@example.org', 'Hello', $_POST['text'], 'From: web@example.org');
// ok: php.mail.header-injection
mail('a@example.org', 'Hello', 'text', 'From: ' . str_replace(["\r", "\n"], '', $_POST['from']));
$from = $_POST['from'];
if (!filter_var($from, FILTER_VALIDATE_EMAIL)) {
    exit;
}
// ok: php.mail.header-injection
mail('a@example.org', 'Hello', 'text', 'From: ' . $from);
