using System.Xml;

public class Documents
{
    public void Read(Stream stream)
    {
        var settings = new XmlReaderSettings();
        // ruleid: csharp.xml.external-entities
        settings.DtdProcessing = DtdProcessing.Parse;
        // ruleid: csharp.xml.external-entities
        var made = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse };
        var document = new XmlDocument();
        // ruleid: csharp.xml.external-entities
        document.XmlResolver = new XmlUrlResolver();
        // ruleid: csharp.xml.external-entities
        _transform.Load("style.xsl", XsltSettings.TrustedXslt, new XmlUrlResolver());
    }

    public void Safe(Stream stream)
    {
        // ok: csharp.xml.external-entities
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
        // ok: csharp.xml.external-entities
        var ignored = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null };
        // ok: csharp.xml.external-entities
        var document = new XmlDocument { XmlResolver = null };
        document.Load(stream);
    }
}
