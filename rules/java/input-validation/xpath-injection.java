package sample;

import jakarta.servlet.http.HttpServletRequest;
import javax.xml.xpath.*;
import org.dom4j.Document;
import org.w3c.dom.NodeList;

class Users {
    void find(HttpServletRequest request, org.w3c.dom.Document document, Document tree) throws Exception {
        String name = request.getParameter("name");
        XPath xpath = XPathFactory.newInstance().newXPath();
        // ruleid: java.xpath.injection
        xpath.evaluate("//user[name='" + name + "']", document);
        // ruleid: java.xpath.injection
        XPathExpression expression = xpath.compile("//user[name='" + name + "']/id");
        // ruleid: java.xpath.injection
        tree.selectSingleNode("//user[@name='" + name + "']");
        // ok: java.xpath.injection
        xpath.evaluate("//user[position()=" + Integer.parseInt(name) + "]", document);
        // ok: java.xpath.injection
        xpath.evaluate("//user[name=$name]", document);
        // ok: java.xpath.injection
        expression.evaluate(document, XPathConstants.NODESET);
        // ok: java.xpath.injection
        regex.compile(name);
    }
}
