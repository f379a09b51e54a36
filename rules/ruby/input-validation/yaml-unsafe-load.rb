def read(text)
  # ruleid: ruby.yaml.unsafe-load
  YAML.load(text)
  # ruleid: ruby.yaml.unsafe-load
  YAML.unsafe_load(text)
  # ok: ruby.yaml.unsafe-load
  YAML.safe_load(text)
  # ok: ruby.yaml.unsafe-load
  YAML.load(File.read("config/app.yml"))
  # ok: ruby.yaml.unsafe-load
  YAML.load("a: 1")
end
