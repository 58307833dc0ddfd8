/// The name that an author may have meant.
enum Nearest {
  /// Nothing where no name is near.
  static func hint(_ wrong: String, _ known: [String]) -> String {
    let near = known.map { (name: $0, distance: distance(wrong, $0)) }.filter { $0.distance <= max(1, wrong.count / 3) }
      .min { $0.distance < $1.distance }
    if let near { return "; did you mean “\(near.name)”?" }
    return known.isEmpty ? "" : "; there are \(known.sorted().joined(separator: ", "))"
  }

  /// Letters that have to be put in, taken out or changed.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.lowercased().prefix(60)), Array(right.lowercased()))
    var row = Array(0...right.count)
    for (place, letter) in left.enumerated() {
      var above = row[0]
      row[0] = place + 1
      for column in right.indices {
        let changed = above + (letter == right[column] ? 0 : 1)
        above = row[column + 1]
        row[column + 1] = min(changed, above + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
