<?php

// ruleid: php.debug.switched-on
phpinfo();
// ruleid: php.debug.switched-on
ini_set('display_errors', '1');
// ruleid: php.debug.switched-on
\ini_set('display_errors', 1);
// ruleid: php.debug.switched-on
$app->addErrorMiddleware(true, true, true);
// ok: php.debug.switched-on
ini_set('display_errors', '0');
// ok: php.debug.switched-on
ini_set('log_errors', '1');
// ok: php.debug.switched-on
$app->addErrorMiddleware(false, true, true);
