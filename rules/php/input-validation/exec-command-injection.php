<?php

namespace App;

use Symfony\Component\Process\Process;

$host = $_GET['host'];
// ruleid: php.exec.command-injection
exec("ping -c 1 $host", $lines);
// ruleid: php.exec.command-injection
\exec('ping -c 1 ' . $host);
// ruleid: php.exec.command-injection
system('ping ' . $_POST['host']);
// ruleid: php.exec.command-injection
passthru(sprintf('ping %s', $_REQUEST['host']));
// ruleid: php.exec.command-injection
$out = shell_exec("nslookup {$_COOKIE['host']}");
// ruleid: php.exec.command-injection
$out = `dig $host`;
// ruleid: php.exec.command-injection
$pipe = popen("whois $host", 'r');
$command = 'traceroute';
$command .= ' ' . trim($host);
// ruleid: php.exec.command-injection
proc_open($command, [], $pipes);
// ruleid: php.exec.command-injection
Process::fromShellCommandline('ping ' . $host)->run();
// ruleid: php.exec.command-injection
mail('a@example.org', 'Hello', 'text', '', '-f' . $_POST['from']);
$parts = ['ping'];
$parts[] = $host;
// ruleid: php.exec.command-injection
exec(implode(' ', $parts));
// ok: php.exec.command-injection
exec('ping -c 1 ' . escapeshellarg($host));
// ok: php.exec.command-injection
proc_open(['ping', '-c', '1', $host], [], $pipes);
$list = ['ping', '-c', '1', $host];
// ok: php.exec.command-injection
proc_open($list, [], $pipes);
$table = ['ping' => "ping $host"];
// ruleid: php.exec.command-injection
exec($table['ping']);
$known = ['ping' => 'ping localhost'];
// ok: php.exec.command-injection
exec($known[$host]);
// ok: php.exec.command-injection
$process = new Process(['ping', $host]);
// ok: php.exec.command-injection
exec('ping -c ' . (int) $_GET['count'] . ' localhost');
// ok: php.exec.command-injection
$statement = $pdo->exec('VACUUM');
// ok: php.exec.command-injection
$out = `uptime`;
if (!preg_match('/^[a-z0-9.]+$/D', $host)) {
    exit;
}
// ok: php.exec.command-injection
exec("ping -c 1 $host");

class ToolController
{
    public function ping(Request $request)
    {
        // ruleid: php.exec.command-injection
        $answer = shell_exec('ping ' . $request->input('host'));
        // ruleid: php.exec.command-injection
        $answer = shell_exec('ping ' . $request->query->get('host'));
        // ruleid: php.exec.command-injection
        $answer = shell_exec('ping ' . $this->request->getVar('host'));
        // ruleid: php.exec.command-injection
        $answer = \shell_exec('ping ' . $request->getQueryParams()['host']);
    }
}
