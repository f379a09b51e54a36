resource "aws_lambda_function_url" "a" {
  # ruleid: configuration.function-open
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "b" {
  # ok: configuration.function-open
  authorization_type = "AWS_IAM"
}

resource "aws_api_gateway_method" "a" {
  # ok: configuration.function-open
  authorization_type = "NONE"
}
