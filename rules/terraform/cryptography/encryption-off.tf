resource "aws_db_instance" "a" {
  # ruleid: configuration.encryption-off
  storage_encrypted = false
}

resource "aws_db_instance" "b" {
  # ok: configuration.encryption-off
  storage_encrypted = true
}
