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
// == each: a prepared statement that was made of text
class Remove extends HttpServlet {
    private DataSource source;

    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getHeader("X-Person");
        value = FLOW(param);
        Connection connection = source.getConnection();
        String sql = "DELETE FROM person WHERE name = '" + value + "'";
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.execute();
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
// == vulnerable: the column of an order
class Order extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String column = request.getParameter("sort");
        Statement statement = Database.connection().createStatement();
        statement.executeQuery("SELECT * FROM person ORDER BY " + column);
    }
}
// == vulnerable: a cookie
class Theme extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        for (Cookie cookie : request.getCookies()) {
            Database.connection().prepareStatement("SELECT * FROM theme WHERE name = '" + cookie.getValue() + "'").executeQuery();
        }
    }
}
// == vulnerable: a batch
class Batch extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Statement statement = Database.connection().createStatement();
        for (String name : request.getParameterValues("name")) {
            statement.addBatch("INSERT INTO person (name) VALUES ('" + name + "')");
        }
        statement.executeBatch();
    }
}
// == vulnerable: escaped for a page, not for a statement
class Escaped extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = org.apache.commons.text.StringEscapeUtils.escapeHtml4(request.getParameter("name"));
        Database.connection().createStatement().executeQuery("SELECT id FROM person WHERE name = '" + name + "'");
    }
}
// == safe: a parameter
class Parameter extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        PreparedStatement statement = Database.connection().prepareStatement("SELECT id FROM person WHERE name = ?");
        statement.setString(1, request.getParameter("name"));
        statement.executeQuery();
    }
}
// == safe: a column of an enumeration
class Columns extends HttpServlet {
    enum Column { NAME, CITY }

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Column column = Column.valueOf(request.getParameter("sort"));
        Database.connection().createStatement().executeQuery("SELECT * FROM person ORDER BY " + column);
    }
}
// == safe: the text is the program's
class Fixed extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        boolean all = "1".equals(request.getParameter("all"));
        String sql = "SELECT * FROM person" + (all ? "" : " WHERE active = 1");
        Database.connection().createStatement().executeQuery(sql);
    }
}
// == safe: a pattern
class Patterned extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String column = request.getParameter("sort");
        if (!column.matches("[a-z_]{1,30}")) {
            response.sendError(400);
            return;
        }
        Database.connection().createStatement().executeQuery("SELECT * FROM person ORDER BY " + column);
    }
}
