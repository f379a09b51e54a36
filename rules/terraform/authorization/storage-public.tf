resource "aws_s3_bucket" "a" {
  # ruleid: configuration.storage-public
  acl = "public-read"
}

resource "aws_s3_bucket" "b" {
  # ok: configuration.storage-public
  acl = "private"
}
