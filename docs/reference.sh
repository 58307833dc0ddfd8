#!/bin/bash
# Converts the symbol graphs of our own libraries to a static reference, one folder for each target.
# usage: docs/reference.sh BUILD-FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1
docc=$(dirname "$(readlink -f "$(command -v swift)")")/docc
graphs=$(find "$build/" -type d -name symbolgraph | head -n 1)
mkdir -p "$build/reference"
for readme in Sources/Semper*/README.md; do
  target=$(basename "$(dirname "$readme")")
  [[ -f $graphs/$target.symbols.json ]] || continue
  only=$(mktemp -d)
  cp "$graphs/$target"*.symbols.json "$only/"
  "$docc" convert --fallback-display-name "$target" --fallback-bundle-identifier "semper.$target" \
    --additional-symbol-graph-dir "$only" --output-path "$build/reference/$target" \
    --transform-for-static-hosting --hosting-base-path "$target" >/dev/null
  rm -r "$only"
  echo "$build/reference/$target"
done
