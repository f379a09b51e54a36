package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLInputFactory;
import org.springframework.web.bind.annotation.*;
import org.xml.sax.InputSource;

@RestController
class Imports {
    void servlet(HttpServletRequest request) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // ruleid: java.xml.request-data
        builder.parse(request.getInputStream());
        // ok: java.xml.request-data
        builder.parse("/srv/menu.xml");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: java.xml.request-data
        factory.newDocumentBuilder().parse(request.getInputStream());
    }

    @PostMapping("/import")
    void body(@RequestBody String xml) throws Exception {
        // ruleid: java.xml.request-data
        XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(xml));
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: java.xml.request-data
        factory.createXMLStreamReader(new StringReader(xml));
        // ok: java.xml.request-data
        parser.parse(new InputSource(new StringReader(xml)));
    }
}
