// CWE-502: a client's bytes made into objects. Servlets.
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.*;
import java.util.Base64;

// == vulnerable: the body
class Body extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        Object state = in.readObject();
    }
}
// == vulnerable: a cookie
class FromCookie extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        for (Cookie cookie : request.getCookies()) {
            byte[] bytes = Base64.getDecoder().decode(cookie.getValue());
            new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
        }
    }
}
// == vulnerable: XMLDecoder
class Beans extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        new java.beans.XMLDecoder(request.getInputStream()).readObject();
    }
}
// == vulnerable: XStream
class Streams extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        com.thoughtworks.xstream.XStream stream = new XStream();
        XStream other = new XStream();
        other.fromXML(request.getReader());
    }
}
// == vulnerable: SnakeYAML
class Yamls extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        org.yaml.snakeyaml.Yaml unused = null;
        Yaml yaml = new Yaml();
        yaml.load(request.getReader());
    }
}
// == vulnerable: types of the data's choice
class Open extends HttpServlet {
    void configure(com.fasterxml.jackson.databind.ObjectMapper mapper) {
        mapper.enableDefaultTyping();
    }
}
// == safe: a filter
class Filtered extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("app.*;!*"));
        in.readObject();
    }
}
// == safe: JSON
class Json extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Person person = mapper.readValue(request.getInputStream(), Person.class);
    }
}
// == safe: a file of the program
class Own extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        new ObjectInputStream(new FileInputStream("/srv/state.bin")).readObject();
    }
}
// == safe: YAML without types
class SafeYaml extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        org.yaml.snakeyaml.Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        yaml.load(request.getReader());
    }
}
