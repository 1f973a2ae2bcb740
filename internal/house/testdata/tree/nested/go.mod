module example/nested
