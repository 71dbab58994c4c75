package agreement

// Mutant is an object that somebody wrote, with changes made at random, and what this project says of it alone.
type Mutant struct {
	From       string   `json:"from"`       // what was changed: app, and number of the document
	Object     string   `json:"object"`     // JSON text
	Violations []string `json:"violations"` // of its schema: kind and field
	Errors     []string `json:"errors"`     // of all rules: id and field
}

// LoadMutants reads a file with one mutant a line.
func LoadMutants(path string) ([]Mutant, error) {
	return lines[Mutant](path)
}
