<?php

// ruleid: php.variables.from-request
extract($_GET);
// ruleid: php.variables.from-request
\extract($_POST);
// ruleid: php.variables.from-request
extract($_REQUEST, EXTR_OVERWRITE);
// ruleid: php.variables.from-request
parse_str($_SERVER['QUERY_STRING']);
// ok: php.variables.from-request
extract($_GET, EXTR_SKIP);
// ok: php.variables.from-request
parse_str($_SERVER['QUERY_STRING'], $values);
// ok: php.variables.from-request
extract(['name' => 'a']);
