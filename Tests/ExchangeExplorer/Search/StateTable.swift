/// The states found so far, in the order in which they were found, each with the one it was found from.
struct StateTable {
  private(set) var states: [WorldState] = []
  private(set) var origins: [Int32] = []
  /// Open addressing; a power of two.
  private var places: [Int32] = Array(repeating: -1, count: 1 << 16)

  var count: Int { states.count }
  subscript(number: Int) -> WorldState { states[number] }

  /// The state's number, and whether it is new.
  mutating func insert(_ state: WorldState, from origin: Int32) -> (number: Int, isNew: Bool) {
    if states.count * 2 > places.count { grow() }
    var place = Int(truncatingIfNeeded: state.mixed) & (places.count - 1)
    while places[place] >= 0 {
      let number = Int(places[place])
      if states[number] == state { return (number, false) }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = Int32(states.count)
    states.append(state)
    origins.append(origin)
    return (states.count - 1, true)
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: places.count * 2)
    for (number, state) in states.enumerated() {
      var place = Int(truncatingIfNeeded: state.mixed) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}
