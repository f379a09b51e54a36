resource "aws_security_group" "a" {
  ingress {
    # ruleid: configuration.open-to-the-world
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    # ok: configuration.open-to-the-world
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    # ok: configuration.open-to-the-world
    cidr_blocks = ["0.0.0.0/0"]
  }
}
