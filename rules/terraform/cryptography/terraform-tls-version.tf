resource "aws_api_gateway_domain_name" "a" {
  # ruleid: configuration.terraform-tls-version
  min_tls_version = "TLS1_0"
}

resource "aws_api_gateway_domain_name" "b" {
  # ok: configuration.terraform-tls-version
  min_tls_version = "TLS1_2"
}
