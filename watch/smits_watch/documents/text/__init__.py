"""Running text and markup: office files, PDF, HTML, XML, Markdown, plain text."""
