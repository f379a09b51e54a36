<?php

try {
    run();
} catch (Exception $e) {
    // ruleid: php.error.detail-to-client
    echo $e->getTraceAsString();
    // ruleid: php.error.detail-to-client
    $answer = new Response('<pre>' . $e->getTraceAsString() . '</pre>', 500);
    // ruleid: php.error.detail-to-client
    var_dump($e);
    // ok: php.error.detail-to-client
    $logger->error($e->getTraceAsString());
    // ok: php.error.detail-to-client
    echo 'Something went wrong';
    // ok: php.error.detail-to-client
    var_dump($values);
}
