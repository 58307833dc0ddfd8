/// Breadth first through all states of a scene, so that the first violation found has a shortest story.
struct SceneSearch<Play: Scene> {
  private struct Edge {
    let from: Int
    let to: Int
    let actor: Int?
  }

  private let scene: Play
  private let bounds: Bounds
  private var states: [Play.State] = []
  private var numbers: [Play.State: Int] = [:]
  private var origins: [(state: Int, words: String)] = []
  private var edges: [Edge] = []
  private var finding: Finding

  static func run(_ scene: Play, bounds: Bounds = Bounds()) async throws -> Finding {
    let clock = ContinuousClock()
    let began = clock.now
    var search = SceneSearch(scene, bounds)
    try await search.explore()
    if search.finding.violation == nil, search.finding.bound == nil, scene.isTimely {
      search.checkTimeliness()
      search.checkHopes()
    }
    let spent = clock.now - began
    search.finding.seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
    return search.finding
  }

  private init(_ scene: Play, _ bounds: Bounds) {
    (self.scene, self.bounds) = (scene, bounds)
    finding = Finding(setting: scene.name)
  }

  private mutating func explore() async throws {
    _ = insert(scene.start, from: -1, "")
    var (next, layerEnd) = (0, 1)
    while next < states.count {
      if next == layerEnd {
        finding.depth += 1
        layerEnd = states.count
      }
      finding.states = states.count
      if states.count > bounds.states { finding.bound = "\(bounds.states) states" }
      if finding.depth > bounds.depth { finding.bound = "depth \(bounds.depth)" }
      if let property = try scene.violation(in: states[next]) {
        finding.violation = Violation(property: property, story: story(of: next))
      }
      guard finding.bound == nil, finding.violation == nil else { return }
      if let end = scene.end(of: states[next]) { finding.ends.insert(end) }
      for step in try await scene.steps(from: states[next]) {
        finding.steps += 1
        let to = insert(step.next, from: next, step.words)
        if to != next { edges.append(Edge(from: next, to: to, actor: step.actor)) }
      }
      next += 1
    }
    finding.states = states.count
  }

  private mutating func insert(_ state: Play.State, from origin: Int, _ words: String) -> Int {
    if let known = numbers[state] { return known }
    numbers[state] = states.count
    states.append(state)
    origins.append((origin, words))
    return states.count - 1
  }

  private func story(of number: Int) -> [String] {
    var (story, state) = ([String](), number)
    while origins[state].state >= 0 {
      story.append(origins[state].words)
      state = origins[state].state
    }
    return story.reversed()
  }

  // MARK: What must stay possible

  /// From every state each honest party can come to its end by itself.
  private mutating func checkTimeliness() {
    for (party, name) in scene.parties.enumerated() {
      let ended = states.indices.filter { scene.hasEnded(party, in: states[$0]) }
      let reaching = reaching(ended) { $0.actor == party }
      guard let stuck = reaching.firstIndex(of: false) else { continue }
      finding.violation = Violation(
        property: "timeliness: from here the \(name) can never end by itself", story: story(of: stuck))
      return
    }
  }

  /// What is owed in a state can come if everybody does what he can.
  private mutating func checkHopes() {
    var (owed, paid): ([Int: [Int]], [Int: [Int]]) = ([:], [:])
    for number in states.indices {
      switch scene.hope(in: states[number]) {
      case .owed(let hope)?: owed[hope, default: []].append(number)
      case .paid(let hopes)?: for hope in hopes { paid[hope, default: []].append(number) }
      case nil: break
      }
    }
    for (hope, places) in owed {
      let reaching = reaching(paid[hope] ?? []) { _ in true }
      guard let lost = places.first(where: { !reaching[$0] }) else { continue }
      finding.violation = Violation(
        property: "effectiveness: what is owed here can never come", story: story(of: lost))
      return
    }
  }

  private func reaching(_ goals: [Int], by isUsed: (Edge) -> Bool) -> [Bool] {
    var origins = [[Int32]](repeating: [], count: states.count)
    for edge in edges where isUsed(edge) { origins[edge.to].append(Int32(edge.from)) }
    var (found, queue) = ([Bool](repeating: false, count: states.count), goals)
    for goal in goals { found[goal] = true }
    while let state = queue.popLast() {
      for origin in origins[state] where !found[Int(origin)] {
        found[Int(origin)] = true
        queue.append(Int(origin))
      }
    }
    return found
  }
}
