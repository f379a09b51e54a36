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
// == vulnerable: JPQL
@RestController
class Jpql {
    @PersistenceContext
    private EntityManager entities;

    @GetMapping("/people")
    Object people(@RequestParam String name) {
        return entities.createQuery("select p from Person p where p.name = '" + name + "'").getResultList();
    }
}
// == vulnerable: a native query and a body
@RestController
class Native {
    @PersistenceContext
    private EntityManager entities;

    @PostMapping("/search")
    Object search(@RequestBody SearchForm form) {
        String sql = String.format("select * from person where city = '%s'", form.getCity());
        return entities.createNativeQuery(sql).getResultList();
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
// == vulnerable: the order of a list
@RestController
class Sorted {
    private NamedParameterJdbcTemplate jdbc;

    @GetMapping("/sorted")
    Object sorted(@RequestParam(defaultValue = "name") String by, @RequestParam(defaultValue = "asc") String way) {
        return jdbc.query("SELECT * FROM person ORDER BY " + by + " " + way, mapper);
    }
}
// == safe: a placeholder
@RestController
class Placeholder {
    private JdbcTemplate jdbc;

    @GetMapping("/people")
    Object people(@RequestParam String name) {
        return jdbc.queryForList("SELECT * FROM person WHERE name = ?", name);
    }
}
// == safe: a named parameter
@RestController
class Named {
    @PersistenceContext
    private EntityManager entities;

    @GetMapping("/people")
    Object people(@RequestParam String name) {
        return entities.createQuery("select p from Person p where p.name = :name").setParameter("name", name).getResultList();
    }
}
// == safe: numbers
@RestController
class Numbers {
    private JdbcTemplate jdbc;

    @GetMapping("/page")
    Object page(@RequestParam int page, @RequestParam Long size) {
        return jdbc.queryForList("SELECT * FROM person LIMIT " + size + " OFFSET " + page);
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
