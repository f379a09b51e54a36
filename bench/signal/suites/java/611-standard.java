// CWE-611: XML that reaches outside. Java's parsers, dom4j and JDOM.
import java.io.InputStream;
import java.io.Reader;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.dom4j.io.SAXReader;
import org.jdom2.input.SAXBuilder;

// == vulnerable: DOM
class A {
    Object parse(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(in);
    }
}
// == vulnerable: SAX
class B {
    void parse(InputStream in, org.xml.sax.helpers.DefaultHandler handler) throws Exception {
        SAXParserFactory.newInstance().newSAXParser().parse(in, handler);
    }
}
// == vulnerable: StAX
class C {
    Object parse(Reader in) throws Exception {
        return XMLInputFactory.newInstance().createXMLStreamReader(in);
    }
}
// == vulnerable: dom4j
class D {
    Object parse(Reader in) throws Exception {
        SAXReader reader = new SAXReader();
        return reader.read(in);
    }
}
// == vulnerable: JDOM
class E {
    Object parse(Reader in) throws Exception {
        return new SAXBuilder().build(in);
    }
}
// == safe: no document types
class F {
    Object parse(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(in);
    }
}
// == safe: no outside
class G {
    Object parse(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        return factory.newDocumentBuilder().parse(in);
    }
}
// == safe: StAX without document types
class H {
    Object parse(Reader in) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        return factory.createXMLStreamReader(in);
    }
}
// == safe: dom4j with a feature
class I {
    Object parse(Reader in) throws Exception {
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return reader.read(in);
    }
}
// == safe: nothing is parsed
class J {
    void write(org.w3c.dom.Document document, StreamResult out) throws Exception {
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), out);
    }
}
// == safe: the program's own document
class K {
    Object menu() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(getClass().getResourceAsStream("/menu.xml"));
    }
}
