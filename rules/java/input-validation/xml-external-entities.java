package sample;

import java.io.*;
import javax.xml.parsers.*;
import javax.xml.stream.XMLInputFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.dom4j.io.SAXReader;
import org.jdom2.input.SAXBuilder;

class Documents {
    Object dom(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        // ruleid: java.xml.external-entities
        return factory.newDocumentBuilder().parse(in);
    }

    void sax(InputStream in, org.xml.sax.helpers.DefaultHandler handler) throws Exception {
        SAXParser parser = SAXParserFactory.newInstance().newSAXParser();
        // ruleid: java.xml.external-entities
        parser.parse(in, handler);
    }

    Object stream(Reader in) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        // ruleid: java.xml.external-entities
        return factory.createXMLStreamReader(in);
    }

    Object others(Reader in) throws Exception {
        // ruleid: java.xml.external-entities
        new SAXReader().read(in);
        SAXBuilder builder = new SAXBuilder();
        // ruleid: java.xml.external-entities
        return builder.build(in);
    }

    void transform(Reader in, StreamResult out) throws Exception {
        // ruleid: java.xml.external-entities
        TransformerFactory.newInstance().newTransformer().transform(new StreamSource(in), out);
    }

    Object safeDom(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: java.xml.external-entities
        return factory.newDocumentBuilder().parse(in);
    }

    Object safeStream(Reader in) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: java.xml.external-entities
        return factory.createXMLStreamReader(in);
    }

    Object prepared(InputStream in) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        Xml.secure(factory);
        // unsure: java.xml.external-entities
        factory.newSAXParser().parse(in, handler);
        // ok: java.xml.external-entities
        DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        // ok: java.xml.external-entities
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(getClass().getResourceAsStream("/menu.xml"));
    }

    Object ofHtml(Reader in) throws Exception {
        // ok: java.xml.external-entities
        return new SAXBuilder(new XMLReaderSAX2Factory(true, HTML_PARSER), null, null).build(in);
    }

    Object ofProgram(String name) throws Exception {
        try (InputStream in = getResourceAsStream(name)) {
            SAXReader reader = new SAXReader();
            // ok: java.xml.external-entities
            return reader.read(in);
        }
    }

    void write(org.w3c.dom.Document document, StreamResult out) throws Exception {
        // ok: java.xml.external-entities
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), out);
    }
}
