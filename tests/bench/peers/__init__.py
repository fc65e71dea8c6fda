"""planwatch beside what people use today: links, time and memory on the same sentences."""
