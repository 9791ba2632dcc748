"""Demo districts: public reference figures (folders by district) and a generator for everything that is not public."""
