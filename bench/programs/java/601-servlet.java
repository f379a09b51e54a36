// CWE-601: a client chooses where the browser goes. Servlets and Spring MVC.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.servlet.view.RedirectView;

// == safe: a known host
class Known extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        URI next = URI.create(request.getParameter("next"));
        if (!"www.example.org".equals(next.getHost())) {
            response.sendError(400);
            return;
        }
        response.sendRedirect(next.toString());
    }
}
