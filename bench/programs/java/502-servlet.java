// CWE-502: a client's bytes made into objects. Servlets.
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.*;
import java.util.Base64;

// == vulnerable: XStream
class Streams extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        com.thoughtworks.xstream.XStream stream = new XStream();
        XStream other = new XStream();
        other.fromXML(request.getReader());
    }
}
// == safe: YAML without types
class SafeYaml extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        org.yaml.snakeyaml.Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        yaml.load(request.getReader());
    }
}
