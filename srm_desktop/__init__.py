"""SRM Desktop: walk the AWS shared-responsibility controls, keep the evidence, hand over the matrix."""

__version__ = "0.1.0"
