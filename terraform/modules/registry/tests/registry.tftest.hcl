# Plans only, with the real provider and no account: nothing is asked, what AWS would choose is unknown.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

variables {
  name          = "t"
  images        = ["airflow", "extract"]
  kept_images   = 30
  force_destroy = false
}

run "repositories" {
  command = plan
  assert {
    condition     = toset([for each in aws_ecr_repository.this : each.name]) == toset(["t/airflow", "t/extract"])
    error_message = "One repository an image."
  }
  assert {
    condition = alltrue([
      for each in aws_ecr_repository.this :
      each.image_tag_mutability == "IMMUTABLE" && one(each.image_scanning_configuration).scan_on_push && !each.force_delete
    ])
    error_message = "A tag is one image for ever, scanned when pushed; a repository with images stays."
  }
  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this["airflow"].policy).rules : rule.selection.countNumber] == [1, 30]
    error_message = "Broken builds go after a day, old images beyond 30."
  }
}

run "nothing_to_roll_back_to" {
  command = plan
  variables {
    kept_images = 1
  }
  expect_failures = [var.kept_images]
}
