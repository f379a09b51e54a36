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
// == each: a shell of ProcessBuilder
class List extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getHeader("X-Folder");
        value = FLOW(param);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "ls " + value);
        builder.start();
    }
}
// == vulnerable: an array for a shell
class Shell extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String[] command = {"/bin/bash", "-c", "du -s " + request.getParameter("folder")};
        Runtime.getRuntime().exec(command);
    }
}
// == vulnerable: the program is chosen
class Tool extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        new ProcessBuilder(request.getParameter("tool"), "--version").start();
    }
}
// == vulnerable: a list for a shell
class Built extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        List<String> command = new ArrayList<>();
        command.add("cmd.exe");
        command.add("/c");
        command.add("dir " + request.getParameter("folder"));
        ProcessBuilder builder = new ProcessBuilder();
        builder.command(command);
        builder.start();
    }
}
// == safe: an argument of a fixed program
class Argument extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        new ProcessBuilder("/usr/bin/id", request.getParameter("user")).start();
    }
}
// == safe: an argument in an array
class InArray extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Runtime.getRuntime().exec(new String[] {"/usr/bin/id", request.getParameter("user")});
    }
}
// == safe: a pattern
class Patterned extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String host = request.getParameter("host");
        if (!host.matches("[a-z0-9.-]+")) {
            throw new IllegalArgumentException("no host");
        }
        Runtime.getRuntime().exec("ping -c 1 " + host);
    }
}
// == safe: the standard input
class Input extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Process process = new ProcessBuilder("/usr/bin/sort").start();
        process.getOutputStream().write(request.getParameter("text").getBytes());
    }
}
