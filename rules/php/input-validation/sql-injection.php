<?php

namespace App\Http\Controllers;

use Doctrine\DBAL\Connection;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\DB as Base;

class UserController extends AbstractController
{
    private const SORTS = ['name' => 'users.name', 'age' => 'users.born'];

    public function __construct(private Connection $connection, private \PDO $pdo)
    {
    }

    public function index(Request $request)
    {
        $name = $request->input('name');
        // ruleid: php.sql.injection
        DB::select("SELECT * FROM users WHERE name = '$name'");
        // ruleid: php.sql.injection
        DB::table('users')->whereRaw("name = '" . $request->query('name') . "'")->get();
        // ruleid: php.sql.injection
        User::whereRaw("name = '{$request->name}'")->first();
        // ruleid: php.sql.injection
        User::query()->orderByRaw($request->get('sort'))->get();
        // ruleid: php.sql.injection
        $users = User::select(DB::raw('count(*), ' . request('column')))->get();
        // ruleid: php.sql.injection
        Base::statement(sprintf("DELETE FROM users WHERE name = '%s'", $name));
        // ruleid: php.sql.injection
        \Illuminate\Support\Facades\DB::unprepared('DROP TABLE ' . $name);
        // ruleid: php.sql.injection
        \DB::raw($name);
        // ruleid: php.sql.injection
        $this->connection->executeQuery("SELECT * FROM users WHERE name = '$name'");
        $sql = 'SELECT * FROM users';
        $sql .= ' WHERE name = "' . $name . '"';
        // ruleid: php.sql.injection
        $this->pdo->query($sql);
        $heredoc = <<<SQL
            SELECT * FROM users WHERE name = '{$name}'
            SQL;
        // ruleid: php.sql.injection
        $statement = $this->pdo->prepare($heredoc);
        // ok: php.sql.injection
        DB::select('SELECT * FROM users WHERE name = ?', [$name]);
        // ok: php.sql.injection
        User::where('name', $request->input('name'))->first();
        // ok: php.sql.injection
        User::whereRaw('name = ?', [$name])->get();
        // ok: php.sql.injection
        User::whereRaw('id = ' . (int) $request->input('id'))->get();
        // ok: php.sql.injection
        User::whereRaw('id = ' . $request->integer('id'))->get();
        // ok: php.sql.injection
        User::orderByRaw(self::SORTS[$request->input('sort')] . ' DESC')->get();
        $column = $request->input('column');
        if (!in_array($column, ['name', 'age'], true)) {
            abort(400);
        }
        // ok: php.sql.injection
        User::orderByRaw($column)->get();
    }

    #[Route('/users/{name}')]
    public function show(string $name, int $id, EntityManagerInterface $em): Response
    {
        // ruleid: php.sql.injection
        $em->createQuery("SELECT u FROM User u WHERE u.name = '$name'")->getResult();
        // ruleid: php.sql.injection
        $em->createQueryBuilder()->select('u')->from('User', 'u')->where("u.name = '" . $name . "'");
        // ok: php.sql.injection
        $em->createQuery("SELECT u FROM User u WHERE u.id = $id")->getResult();
        // ok: php.sql.injection
        $em->createQueryBuilder()->select('u')->from('User', 'u')->where('u.name = :name')->setParameter('name', $name);
    }
}

$id = $_GET['id'];
// ruleid: php.sql.injection
$rows = mysqli_query($link, "SELECT * FROM users WHERE id = $id");
// ruleid: php.sql.injection
$rows = \mysqli_query($link, "SELECT * FROM users WHERE id = {$_POST['id']}");
// ruleid: php.sql.injection
$rows = $mysqli->query("SELECT * FROM users WHERE id = '" . $_COOKIE['id'] . "'");
// ruleid: php.sql.injection
$rows = $db->query("SELECT * FROM users WHERE agent = '{$_SERVER['HTTP_USER_AGENT']}'");
// ruleid: php.sql.injection
$rows = pg_query($link, "SELECT * FROM users WHERE id = " . trim($_REQUEST['id']));
// ruleid: php.sql.injection
$wpdb->get_results("SELECT * FROM {$wpdb->users} WHERE id = " . $_GET['id']);
foreach ($_POST as $key => $value) {
    $parts[] = "$key = '$value'";
}
// ruleid: php.sql.injection
$pdo->exec('UPDATE users SET ' . implode(', ', $parts));
// ok: php.sql.injection
$rows = mysqli_query($link, "SELECT * FROM users WHERE id = " . intval($id));
// ok: php.sql.injection
$rows = mysqli_query($link, "SELECT * FROM users WHERE name = '" . mysqli_real_escape_string($link, $_GET['name']) . "'");
// ok: php.sql.injection
$rows = $pdo->query('SELECT * FROM users WHERE name = ' . $pdo->quote($_GET['name']));
// ok: php.sql.injection
$wpdb->get_results($wpdb->prepare("SELECT * FROM {$wpdb->users} WHERE id = %d", $_GET['id']));
$statement = $pdo->prepare('SELECT * FROM users WHERE id = ?');
// ok: php.sql.injection
$statement->execute([$_GET['id']]);
$address = $_SERVER['HTTP_X_FORWARDED_FOR'];
if (filter_var($address, FILTER_VALIDATE_IP) === false) {
    $address = '127.0.0.1';
}
// ok: php.sql.injection
$pdo->query(sprintf("INSERT INTO visits (ip) VALUES ('%s')", $address));
