provider "vault" {
  # ruleid: configuration.terraform-tls-verification-off
  skip_tls_verify = true
}

provider "helm" {
  # ok: configuration.terraform-tls-verification-off
  insecure = false
}
