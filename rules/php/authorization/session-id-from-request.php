<?php

// ruleid: php.session.id-from-request
session_id($_GET['sid']);
$id = $_POST['session'] ?? '';
// ruleid: php.session.id-from-request
\session_id($id);
// ruleid: php.session.id-from-request
$session->setId($request->query('session'));
// ok: php.session.id-from-request
session_regenerate_id(true);
// ok: php.session.id-from-request
$id = session_id();
// ok: php.session.id-from-request
session_id(bin2hex(random_bytes(16)));
