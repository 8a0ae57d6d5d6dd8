variable "name" {
  description = "Prefix of the repositories."
  type        = string
}

variable "images" {
  description = "Images that are deployed."
  type        = set(string)
}

variable "kept_images" {
  description = "Images that each repository keeps; rolling back further needs a new build."
  type        = number
  validation {
    condition     = var.kept_images >= 2
    error_message = "kept_images is ${var.kept_images}; at least 2, the deployed one and the one to roll back to."
  }
}

variable "force_destroy" {
  description = "Whether destroying deletes repositories that hold images."
  type        = bool
}
