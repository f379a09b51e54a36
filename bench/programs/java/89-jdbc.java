// CWE-89: SQL made of text. Servlets and JDBC.
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;

// == each: a statement
class Find extends HttpServlet {
    private DataSource source;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("name");
        value = FLOW(param);
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT id FROM person WHERE name = '" + value + "'");
            response.setStatus(rows.next() ? 200 : 404);
        }
    }
}
// == vulnerable: built in steps
class Steps extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        StringBuilder sql = new StringBuilder("SELECT * FROM person WHERE 1 = 1");
        if (request.getParameter("city") != null) {
            sql.append(" AND city = '").append(request.getParameter("city")).append("'");
        }
        Database.connection().createStatement().executeQuery(sql.toString());
    }
}
