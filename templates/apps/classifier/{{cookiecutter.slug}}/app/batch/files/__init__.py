"""Files of rows: CSV, JSONL and Parquet, each read page by page and written the same way, one as another if wanted."""
