"""The API of studies: the same selectors and services as the pages."""
