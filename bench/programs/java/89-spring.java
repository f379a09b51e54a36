// CWE-89: SQL made of text. Spring MVC with JdbcTemplate and JPA.
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.web.bind.annotation.*;

// == each: JdbcTemplate
@RestController
class People {
    private final JdbcTemplate jdbc;

    People(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/people")
    List<Map<String, Object>> people(@RequestParam("name") String param) {
        value = FLOW(param);
        return jdbc.queryForList("SELECT * FROM person WHERE name = '" + value + "'");
    }
}
// == vulnerable: a path variable
@RestController
class Update {
    private JdbcTemplate jdbcTemplate;

    @DeleteMapping("/people/{name}")
    void remove(@PathVariable String name) {
        jdbcTemplate.update("DELETE FROM person WHERE name = '" + name + "'");
    }
}
// == safe: one of two orders
@RestController
class Ways {
    private JdbcTemplate jdbc;

    @GetMapping("/sorted")
    Object sorted(@RequestParam String way) {
        String order = "desc".equals(way) ? "DESC" : "ASC";
        return jdbc.queryForList("SELECT * FROM person ORDER BY name " + order);
    }
}
// == safe: a criteria query
@RestController
class Criteria {
    @PersistenceContext
    private EntityManager entities;

    @GetMapping("/people")
    Object people(@RequestParam String name) {
        CriteriaBuilder builder = entities.getCriteriaBuilder();
        CriteriaQuery<Person> query = builder.createQuery(Person.class);
        Root<Person> person = query.from(Person.class);
        query.where(builder.equal(person.get("name"), name));
        return entities.createQuery(query).getResultList();
    }
}
