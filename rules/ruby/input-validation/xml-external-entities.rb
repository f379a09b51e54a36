def read(text)
  # ruleid: ruby.xml.external-entities
  Nokogiri::XML(text) { |config| config.noent }
  # ruleid: ruby.xml.external-entities
  Nokogiri::XML(text) { |config| config.strict.noent.dtdload }
  # ruleid: ruby.xml.external-entities
  Nokogiri::XML(text) do |config|
    config.dtdload
  end
  # ruleid: ruby.xml.external-entities
  Nokogiri::XML(text, nil, nil, Nokogiri::XML::ParseOptions::NOENT)
  # ruleid: ruby.xml.external-entities
  Nokogiri::XML::Document.parse(text, nil, "UTF-8", Nokogiri::XML::ParseOptions::NOENT | Nokogiri::XML::ParseOptions::NONET)
  # ruleid: ruby.xml.external-entities
  LibXML::XML.default_substitute_entities = true
  # ok: ruby.xml.external-entities
  Nokogiri::XML(text)
  # ok: ruby.xml.external-entities
  Nokogiri::XML(text) { |config| config.strict.nonet }
  # ok: ruby.xml.external-entities
  Nokogiri::XML(text, nil, nil, Nokogiri::XML::ParseOptions::STRICT)
end
