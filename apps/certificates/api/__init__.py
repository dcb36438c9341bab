"""The API of certificates and of the public register."""
