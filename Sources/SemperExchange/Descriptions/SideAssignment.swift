/// Whether items can be given to lines so that each line has as many as it counts.
struct SideAssignment {
  /// For each item, which lines it fits.
  let fits: [[Bool]]
  let counts: [ClosedRange<Int>]

  /// In any order.
  ///
  /// By the theorem of Mendelsohn and Dulmage it is enough that one matching serves what every line needs at least, and
  /// that another one, of all items into all places, leaves no item over: then a single one does both.
  var exists: Bool {
    let least = counts.map(\.lowerBound)
    return placed(into: least) == least.reduce(0, +) && placed(into: counts.map(\.upperBound)) == fits.count
  }

  /// With the items in the order of the lines.
  var existsInOrder: Bool {
    // Where the next line may begin.
    var starts: Set = [0]
    for (line, count) in counts.enumerated() {
      var next: Set<Int> = []
      for start in starts {
        var end = start
        while end - start <= count.upperBound {
          if end - start >= count.lowerBound { next.insert(end) }
          guard end < fits.count, fits[end][line] else { break }
          end += 1
        }
      }
      starts = next
    }
    return starts.contains(fits.count)
  }

  /// How many items a greatest matching places, when each line has so many places (Kuhn's algorithm).
  private func placed(into places: [Int]) -> Int {
    var held = [[Int]](repeating: [], count: places.count)
    func place(_ item: Int, _ tried: inout Set<Int>) -> Bool {
      for line in places.indices where fits[item][line] && places[line] > 0 && tried.insert(line).inserted {
        if held[line].count < places[line] {
          held[line].append(item)
          return true
        }
        for index in held[line].indices {
          if place(held[line][index], &tried) {
            held[line][index] = item
            return true
          }
        }
      }
      return false
    }
    var placed = 0
    for item in fits.indices {
      var tried: Set<Int> = []
      if place(item, &tried) { placed += 1 }
    }
    return placed
  }
}
