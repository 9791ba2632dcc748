"""Plans made from earlier ones: what people lock or ban, what has left, and what is otherwise than before."""
