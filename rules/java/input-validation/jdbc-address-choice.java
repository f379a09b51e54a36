package sample;

import com.zaxxer.hikari.HikariConfig;
import java.sql.DriverManager;
import org.springframework.web.bind.annotation.*;

@RestController
class Connections {
    @PostMapping("/test")
    void test(@RequestBody Settings settings, @RequestParam String host, @RequestParam int port) throws Exception {
        // ruleid: java.jdbc.address-choice
        DriverManager.getConnection(settings.getUrl(), "app", password());
        // ruleid: java.jdbc.address-choice
        DriverManager.getConnection("jdbc:mysql://" + host + "/app");
        HikariConfig config = new HikariConfig();
        // ruleid: java.jdbc.address-choice
        config.setJdbcUrl(settings.getUrl());
        // ok: java.jdbc.address-choice
        DriverManager.getConnection("jdbc:mysql://localhost:" + port + "/app");
        // ok: java.jdbc.address-choice
        DriverManager.getConnection("jdbc:h2:mem:app", settings.getUser(), password());
        // ok: java.jdbc.address-choice
        config.setPoolName(host);
    }
}
