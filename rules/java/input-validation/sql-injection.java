package sample;

import static spark.Spark.get;

import io.javalin.Javalin;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.*;

class Servlets {
    private static final Set<String> COLUMNS = Set.of("name", "city");
    private static final Map<String, String> ORDERS = Map.of("n", "name");

    void plain(HttpServletRequest request, Connection connection) throws Exception {
        String name = request.getParameter("name");
        Statement statement = connection.createStatement();
        // ruleid: java.sql.injection
        statement.executeQuery("SELECT id FROM person WHERE name = '" + name + "'");
        // ruleid: java.sql.injection
        statement.execute("DELETE FROM person WHERE name = '" + name + "'");
        // ruleid: java.sql.injection
        connection.createStatement().executeUpdate(String.format("DELETE FROM person WHERE city = '%s'", request.getHeader("X-City")));
        // ok: java.sql.injection
        statement.executeQuery("SELECT id FROM person WHERE id = " + Integer.parseInt(request.getParameter("id")));
        PreparedStatement prepared = connection.prepareStatement("SELECT id FROM person WHERE name = ?");
        prepared.setString(1, name);
        // ok: java.sql.injection
        prepared.executeQuery();
        // ok: java.sql.injection
        statement.executeQuery("SELECT id FROM person ORDER BY " + ORDERS.get(request.getParameter("order")));
    }

    void built(HttpServletRequest request, Connection connection) throws Exception {
        StringBuilder sql = new StringBuilder("SELECT id FROM person");
        sql.append(" WHERE city = '").append(request.getParameter("city")).append("'");
        // ruleid: java.sql.injection
        connection.prepareStatement(sql.toString());
    }

    void column(HttpServletRequest request, Connection connection) throws Exception {
        String column = request.getParameter("column");
        if (!COLUMNS.contains(column)) {
            throw new IllegalArgumentException("unknown column");
        }
        // ok: java.sql.injection
        connection.prepareStatement("SELECT " + column + " FROM person");
    }
}

@RestController
class People {
    private JdbcTemplate jdbc;
    private JdbcTemplate jdbcTemplate;
    private EntityManager entities;

    @GetMapping("/people")
    Object people(@RequestParam("name") String name, @RequestParam int page, @RequestParam(defaultValue = "id") String sort) {
        // ruleid: java.sql.injection
        jdbc.query("SELECT * FROM person WHERE name = '" + name + "'", mapper);
        // ruleid: java.sql.injection
        jdbcTemplate.queryForList("SELECT * FROM person ORDER BY " + sort);
        // ok: java.sql.injection
        jdbc.query("SELECT * FROM person WHERE name = ?", mapper, name);
        // ok: java.sql.injection
        jdbc.queryForList("SELECT * FROM person LIMIT 10 OFFSET " + page);
        // ruleid: java.sql.injection
        return entities.createQuery("from Person p where p.name = '" + name + "'").getResultList();
    }

    @PostMapping("/find")
    Object find(@RequestBody Search search) {
        // ruleid: java.sql.injection
        entities.createNativeQuery("select * from person where city = '" + search.getCity() + "'");
        // ok: java.sql.injection
        return entities.createNativeQuery("select * from person where city = :city").setParameter("city", search.getCity());
    }
}

class Resource {
    private EntityManager entities;

    @GET
    Object find(@QueryParam("name") String name) {
        // ruleid: java.sql.injection
        return entities.createQuery("from Person p where p.name = '" + name + "'").getResultList();
    }
}

class Lambdas {
    void javalin(Javalin app, Statement statement) {
        app.get("/people", ctx -> {
            // ruleid: java.sql.injection
            statement.executeQuery("SELECT id FROM person WHERE name = '" + ctx.queryParam("name") + "'");
        });
    }

    void spark(Statement statement) {
        get("/people", (request, response) -> {
            // ruleid: java.sql.injection
            return statement.executeQuery("SELECT id FROM person WHERE name = '" + request.queryParams("name") + "'");
        });
    }
}
