"""The seal on a certificate's file: making it, and reading it again on a file from anywhere. Knows no Django."""
