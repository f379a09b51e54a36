package sample;

import com.thoughtworks.xstream.XStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.beans.XMLDecoder;
import java.io.*;
import java.util.Base64;

class Objects {
    void read(HttpServletRequest request, Cookie cookie, File file) throws Exception {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        // ruleid: java.deserialization.request-data
        in.readObject();
        byte[] bytes = Base64.getDecoder().decode(cookie.getValue());
        // ruleid: java.deserialization.request-data
        new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
        // ruleid: java.deserialization.request-data
        new XMLDecoder(request.getInputStream());
        // ruleid: java.deserialization.request-data
        new XStream().fromXML(request.getParameter("xml"));
        // ok: java.deserialization.request-data
        new ObjectInputStream(new FileInputStream(file)).readObject();
        // ok: java.deserialization.request-data
        mapper.readValue(request.getInputStream(), Person.class);
    }

    void filtered(HttpServletRequest request) throws Exception {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("sample.*;!*"));
        // ok: java.deserialization.request-data
        in.readObject();
    }
}
