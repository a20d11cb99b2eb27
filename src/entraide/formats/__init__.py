"""Exchange formats: one module each, with read() and write(). A broken file yields its good rows and its bad."""
