"""Roads and the schematic base map: layers with their source and age, the road graph, rivers and the outline."""
