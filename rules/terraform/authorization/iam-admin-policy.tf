data "aws_iam_policy_document" "app" {
  # ruleid: terraform.iam.admin-policy
  statement {
    effect    = "Allow"
    actions   = ["*"]
    resources = ["*"]
  }

  # ok: terraform.iam.admin-policy
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }

  # ok: terraform.iam.admin-policy
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
  }

  # ok: terraform.iam.admin-policy
  statement {
    actions   = ["*"]
    resources = [aws_s3_bucket.app.arn]
  }
}

resource "aws_iam_policy" "app" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # ruleid: terraform.iam.admin-policy
      {
        Effect   = "Allow"
        Action   = "*"
        Resource = "*"
      },
      # ok: terraform.iam.admin-policy
      {
        Effect   = "Allow"
        Action   = ["logs:PutLogEvents"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "app" {
  role = aws_iam_role.app.name
  # ruleid: terraform.iam.admin-policy
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy_attachment" "logs" {
  role = aws_iam_role.app.name
  # ok: terraform.iam.admin-policy
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"
}
