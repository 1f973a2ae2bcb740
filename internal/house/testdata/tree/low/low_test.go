package low

// a comment

var text = `two
lines`
