package sample;

import com.zaxxer.hikari.HikariConfig;
import java.net.PasswordAuthentication;
import java.security.KeyStore;
import java.sql.DriverManager;

class Logins {
    private static final String PASSWORD = "Gruen-7-Haus";

    void login(HikariConfig config, KeyStore store, String url, Form form) throws Exception {
        // ruleid: java.password.constant
        DriverManager.getConnection(url, "app", "s3cr3t-of-app");
        // ruleid: java.password.constant
        config.setPassword(PASSWORD);
        // ruleid: java.password.constant
        new PasswordAuthentication("app", "s3cr3t-of-app".toCharArray());
        // ok: java.password.constant
        DriverManager.getConnection(url, "app", System.getenv("DB_PASSWORD"));
        // ok: java.password.constant
        DriverManager.getConnection("jdbc:h2:mem:", "sa", "");
        // ok: java.password.constant
        form.setPassword("shown in a form");
        // ok: java.password.constant
        store.load(null, null);
    }
}
