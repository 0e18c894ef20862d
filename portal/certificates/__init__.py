"""The certificate: drawn once, when the award is granted, and kept as it was issued."""
