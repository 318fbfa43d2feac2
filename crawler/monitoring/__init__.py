"""What a person sees of a run: a line while it goes on, an account at its end."""
