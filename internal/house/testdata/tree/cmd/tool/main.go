package main

import (
	"fmt"

	"example/middle"
)

func main() { fmt.Println(middle.Shape) }
