policy = jsonencode({
  Statement = [{
    Effect = "Allow"
    # ruleid: configuration.iam-everything
    Action = "*"
  }]
})

other = jsonencode({
  Statement = [{
    Effect = "Allow"
    # ok: configuration.iam-everything
    Action = "s3:GetObject"
  }]
})
