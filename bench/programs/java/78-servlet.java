// CWE-78: commands made of text. Servlets, Runtime and ProcessBuilder.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;

// == each: Runtime.exec
class Ping extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("host");
        value = FLOW(param);
        Runtime.getRuntime().exec("ping -c 1 " + value);
    }
}
// == vulnerable: an array for a shell
class Shell extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String[] command = {"/bin/bash", "-c", "du -s " + request.getParameter("folder")};
        Runtime.getRuntime().exec(command);
    }
}
