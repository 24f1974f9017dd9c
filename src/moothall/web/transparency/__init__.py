"""What is published under the Transparency Code: prepared by officers, read and searched by residents."""
