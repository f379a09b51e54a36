resource "aws_instance" "a" {
  metadata_options {
    # ruleid: configuration.metadata-without-token
    http_tokens = "optional"
  }
}

resource "aws_instance" "b" {
  metadata_options {
    # ok: configuration.metadata-without-token
    http_tokens = "required"
  }
}
