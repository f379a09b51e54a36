package sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

class People {
    void find(Connection connection, String name, int age) throws Exception {
        Statement statement = connection.createStatement();
        // ruleid: java.sql.formatted-value
        statement.executeQuery("SELECT id FROM person WHERE name = '" + name + "'");
        // ruleid: java.sql.formatted-value
        statement.executeQuery(String.format("SELECT id FROM person WHERE name = '%s'", name));
        // ok: java.sql.formatted-value
        statement.executeQuery("SELECT id FROM person WHERE age = " + age);
        // ok: java.sql.formatted-value
        statement.executeQuery("SELECT id FROM person WHERE name = 'Ann'");
        // unsure: java.sql.formatted-value
        statement.executeQuery("SELECT id FROM person WHERE name = '" + escape(name) + "'");
        PreparedStatement prepared = connection.prepareStatement("SELECT id FROM person WHERE name = ?");
        prepared.setString(1, name);
        // ok: java.sql.formatted-value
        log.info("it's called '" + name + "'");
    }
}
