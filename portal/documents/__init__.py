"""Documents to print and to keep: PDFs and workbooks, out of plain values. It knows nothing of what they are about."""
