<?php

$action = $_GET['action'];
// ruleid: php.code.function-from-request
$action();
// ruleid: php.code.function-from-request
call_user_func($_GET['callback'], $_GET['value']);
// ruleid: php.code.function-from-request
call_user_func_array($action, []);
// ruleid: php.code.function-from-request
$object = new $action();
// ruleid: php.code.function-from-request
$names = array_map($_POST['map'], $names);
// ok: php.code.function-from-request
call_user_func('show', $_GET['value']);
// ok: php.code.function-from-request
$names = array_map('trim', $_POST['names']);
// ok: php.code.function-from-request
$names = array_map(fn ($name) => trim($name), $_POST['names']);
if (in_array($action, ['show', 'list'], true)) {
    // ok: php.code.function-from-request
    $action();
}
