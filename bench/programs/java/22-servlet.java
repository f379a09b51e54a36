// CWE-22: a file outside the intended folder. Servlets and java.io.
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.*;
import java.nio.file.*;

// == each: a resolved path
class Resolved extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getHeader("X-Report");
        value = FLOW(param);
        Path path = Paths.get("/srv/reports").resolve(value);
        response.getOutputStream().write(Files.readAllBytes(path));
    }
}
// == vulnerable: the name that the client gave an upload
class Upload extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Part part = request.getPart("file");
        part.write("/srv/uploads/" + part.getSubmittedFileName());
    }
}
// == vulnerable: dots taken out once
class Once extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name").replace("../", "");
        new FileInputStream("/srv/reports/" + name);
    }
}
// == safe: only the last part
class Last extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = new File(request.getParameter("name")).getName();
        new FileInputStream("/srv/reports/" + name);
    }
}
// == safe: normalized, then compared
class Compared extends HttpServlet {
    private static final Path ROOT = Paths.get("/srv/reports");

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Path path = ROOT.resolve(request.getParameter("name")).normalize();
        if (!path.startsWith(ROOT)) {
            response.sendError(403);
            return;
        }
        Files.copy(path, response.getOutputStream());
    }
}
// == safe: the content is the client's, the path is not
class Note extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Files.writeString(Paths.get("/srv/reports/note.txt"), request.getParameter("text"));
    }
}
// == safe: a name of the program's making
class Numbered extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Part part = request.getPart("file");
        part.write("/srv/uploads/" + java.util.UUID.randomUUID());
    }
}
