import SemperExchange

/// Breadth first through all states of a world, so that the first violation found has a shortest story.
package struct Search {
  let world: World
  private let bounds: Bounds
  private var table = StateTable()
  private(set) var finding: Finding
  /// Steps that a party can bring about with arbiter, ledgers and clock alone: from, to, and the actor.
  private var solo: [Solo] = []

  private struct Solo {
    let from: Int32
    let to: Int32
    let actor: Step.Actor
  }

  package static func run(_ setting: Setting, bounds: Bounds = Bounds()) async throws -> Finding {
    let world = try await World([setting], goods: try await Goods())
    var search = Search(world, bounds, setting.name)
    try await search.search()
    return search.finding
  }

  /// Everything from what is known at the beginning.
  mutating func search(knowing known: FactSet = 0) async throws {
    let clock = ContinuousClock()
    let began = clock.now
    try await explore(knowing: known)
    // Without timers, and without an arbiter, nobody is timely.
    let weather = world.setting.weather
    if finding.violation == nil, finding.bound == nil, weather.impatience, weather.hasArbiter {
      try await checkTimeliness()
    }
    let spent = clock.now - began
    finding.seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
  }

  /// All that is known in any of the states found.
  var facts: FactSet { table.states.reduce(0) { $0 | $1.facts } }

  init(_ world: World, _ bounds: Bounds, _ title: String) {
    self.world = world
    self.bounds = bounds
    finding = Finding(setting: title)
  }

  mutating func explore(knowing known: FactSet = 0) async throws {
    var start = world.start
    start.facts |= known
    _ = table.insert(start, from: -1)
    var (next, layerEnd) = (0, 1)
    while next < table.count {
      if next == layerEnd {
        finding.depth += 1
        layerEnd = table.count
      }
      guard table.count <= bounds.states else { return stop("\(bounds.states) states") }
      guard finding.depth <= bounds.depth else { return stop("depth \(bounds.depth)") }
      if let property = world.violation(in: table[next]) {
        finding.violation = Violation(property: property, story: try await story(of: next))
        finding.states = table.count
        return
      }
      if world.asksArbiter(in: table[next]) { finding.asksArbiter = true }
      world.ends(of: table[next]).map { _ = finding.ends.insert($0) }
      while let gap = expand(next) {
        try await world.fill(gap)
        guard !world.facts.areTooMany else { return stop("\(FactSet.bitWidth) facts") }
      }
      next += 1
    }
    finding.states = table.count
  }

  private mutating func stop(_ bound: String) {
    finding.bound = bound
    finding.states = table.count
  }

  private mutating func expand(_ number: Int) -> World.Gap? {
    let state = table[number]
    let (kept, steps) = (solo.count, finding.steps)
    let gap = world.steps(from: state) { next, step in
      finding.steps += 1
      let to = table.insert(next, from: Int32(number)).number
      if step.actor != .others { solo.append(Solo(from: Int32(number), to: Int32(to), actor: step.actor)) }
    }
    if gap != nil {
      solo.removeLast(solo.count - kept)
      finding.steps = steps
    }
    return gap
  }

  private func story(of number: Int) async throws -> [String] {
    var way = [number]
    while let last = way.last, table.origins[last] >= 0 { way.append(Int(table.origins[last])) }
    way.reverse()
    var story = [String]()
    for (before, after) in zip(way, way.dropFirst()) {
      // Moves are built anew for the letters that have become possible meanwhile.
      while let gap = world.steps(from: table[before], { _, _ in }) { try await world.fill(gap) }
      story.append(world.words(from: table[before], to: table[after]))
    }
    return story
  }
}

// Timeliness.
extension Search {
  /// From every state, each honest party can come to its end with arbiter, ledgers and time, without the peer's messages.
  ///
  /// Where both are honest, a party may count on the other's own steps too: it comes to the arbiter in its window.
  private mutating func checkTimeliness() async throws {
    for bout in world.moving {
      for (role, party) in bout.parties {
        let place = role == .originator ? 0 : 1
        let own: Step.Actor = role == .originator ? .originator : .responder
        let alone = bout.parties.count == 1
        var canEnd = table.states.map { party.meanings[$0[bout.number][party: place]].end != nil }
        var begins = Array(repeating: Int32(0), count: table.count + 1)
        let steps = solo.filter { !alone || $0.actor == own || $0.actor == .clock }
        for step in steps { begins[Int(step.to) + 1] += 1 }
        for index in 1..<begins.count { begins[index] += begins[index - 1] }
        var (fill, froms) = (begins, Array(repeating: Int32(0), count: steps.count))
        for step in steps {
          froms[Int(fill[Int(step.to)])] = step.from
          fill[Int(step.to)] += 1
        }
        var queue = canEnd.indices.filter { canEnd[$0] }
        while let state = queue.popLast() {
          for index in Int(begins[state])..<Int(begins[state + 1]) where !canEnd[Int(froms[index])] {
            canEnd[Int(froms[index])] = true
            queue.append(Int(froms[index]))
          }
        }
        guard let stuck = canEnd.firstIndex(of: false) else { continue }
        finding.violation = Violation(
          property: "timeliness: from here the \(role.rawValue) can never end by itself",
          story: try await story(of: stuck))
        return
      }
    }
  }
}
