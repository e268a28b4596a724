#!/bin/sh
# Looks at each file of the library with more warnings than the build asks for.
for file in "$SRC/sorting.c" "$SRC/searching.c"; do
  echo "lint: ${file##*/}"
  $COMPILER $CFLAGS -Wconversion -Wshadow -Wdeclaration-after-statement -fsyntax-only "$file"
done
