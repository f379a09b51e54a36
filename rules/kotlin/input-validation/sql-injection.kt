package sample

import org.springframework.web.bind.annotation.*
import org.springframework.jdbc.core.JdbcTemplate

@RestController
class Users(private val jdbc: JdbcTemplate, private val manager: EntityManager) {
    @GetMapping("/users")
    fun find(@RequestParam name: String, @RequestParam(required = false) order: String?): List<User> {
        val sql = "select * from users where name = '$name'"
        // ruleid: kotlin.sql.injection
        jdbc.query(sql, mapper)
        // ruleid: kotlin.sql.injection
        jdbc.queryForList("select * from users where name = '" + name + "'")
        // ruleid: kotlin.sql.injection
        jdbc.queryForObject(sql = "select 1 from users order by $order", requiredType = Int::class)
        // ruleid: kotlin.sql.injection
        manager.createNativeQuery("select * from users where name = '%s'".format(name))
        // ok: kotlin.sql.injection
        jdbc.query("select * from users where name = ?", mapper, name)
        // ok: kotlin.sql.injection
        manager.createQuery("select u from User u where u.name = :name").setParameter("name", name)
        return emptyList()
    }
}

fun Application.module() {
    get("/orders") {
        val id = call.parameters["id"]
        transaction {
            // ruleid: kotlin.sql.injection
            exec("select * from orders where id = $id")
        }
        // ruleid: kotlin.sql.injection
        connection.prepareStatement("select * from orders where id = $id")
        // ok: kotlin.sql.injection
        connection.prepareStatement("select * from orders where id = ${id!!.toLong()}")
    }
}

class Notes : Activity() {
    fun show(db: SQLiteDatabase) {
        val title = intent.getStringExtra("title")
        // ruleid: kotlin.sql.injection
        db.rawQuery("select * from notes where title = '$title'", null)
        // ok: kotlin.sql.injection
        db.rawQuery("select * from notes where title = ?", arrayOf(title))
    }
}
